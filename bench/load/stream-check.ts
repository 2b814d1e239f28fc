import type { MessageKind, Received } from './received.ts'
import type { RoomLog } from './room-log.ts'
import { type FrameAt, frameAt, opcode } from './server-frames.ts'

export type StreamEvents = {
  onMessage(kind: MessageKind): void
  onPing(payload: Buffer): void
  onClose(code: number): void
}

/**
 * Checks the bytes of one connection behind its handshake. It reads by itself, or follows the log of its
 * room for as long as it is sent the same as the others; it loses nothing of the check by either.
 */
export class StreamCheck {
  readonly #events: StreamEvents
  readonly #makeReceived: () => Received
  /** Its own, while it follows no log. */
  #own: Received | undefined
  #log: RoomLog | undefined
  #position = 0
  #rest: Buffer | undefined

  constructor(makeReceived: () => Received, events: StreamEvents) {
    this.#makeReceived = makeReceived
    this.#own = makeReceived()
    this.#events = events
  }

  get received(): Received {
    const received = this.#own ?? this.#log?.received
    if (!received) throw new Error('neither of its own nor of a log')
    return received
  }

  get isFollowing(): boolean {
    return this.#log !== undefined
  }

  /** Everything that comes from here on is what everybody in the room is sent; nothing was typed before. */
  follow(log: RoomLog): void {
    this.#log = log
    this.#position = log.length
    this.#own = undefined
  }

  /** Whether all that was typed has come. */
  get isComplete(): boolean {
    if (this.#rest) return false
    if (!this.#log) return this.received.isComplete()
    return this.#position === this.#log.length && this.#log.received.isComplete()
  }

  /** The chunk may be overwritten afterwards. */
  read(chunk: Buffer): void {
    const bytes = this.#rest ? Buffer.concat([this.#rest, chunk]) : chunk
    this.#rest = undefined
    for (let start = 0; start < bytes.length;) {
      if (this.#log) {
        start = this.#compare(bytes, start, this.#log)
        if (start >= bytes.length) return
      }
      const frame = frameAt(bytes, start, bytes.length)
      if (!frame) {
        this.#rest = Buffer.from(bytes.subarray(start))
        return
      }
      this.#take(bytes, start, frame)
      start = frame.end
    }
  }

  /** How far the bytes are those of the log; stops at the start of a frame where they are not. */
  #compare(bytes: Buffer, start: number, log: RoomLog): number {
    const known = Math.min(log.length - this.#position, bytes.length - start)
    if (known === 0) return start
    const position = this.#position
    if (bytes.compare(log.bytes, position, position + known, start, start + known) === 0) {
      this.#position += known
      return start + known
    }
    let same = 0
    while (bytes[start + same] === log.bytes[position + same]) same++
    const frameStart = log.frameStart(position + same)
    if (frameStart >= position && isControl(bytes[start + frameStart - position] ?? 0)) {
      this.#position = frameStart
      return start + frameStart - position
    }
    return this.#leaveLog(bytes, start, log, frameStart)
  }

  /** It is sent something of its own: reads by itself from the start of that frame. */
  #leaveLog(bytes: Buffer, start: number, log: RoomLog, frameStart: number): number {
    this.#own = this.#makeReceived()
    log.replay(frameStart, this.#own)
    const { length } = bytes
    this.#log = undefined
    if (frameStart >= this.#position) return start + frameStart - this.#position
    // The beginning of the frame came with an earlier chunk.
    this.read(Buffer.concat([log.bytes.subarray(frameStart, this.#position), bytes.subarray(start)]))
    return length
  }

  #take(bytes: Buffer, start: number, frame: FrameAt): void {
    const { payloadStart, end } = frame
    if (frame.opcode === opcode.ping) this.#events.onPing(Buffer.from(bytes.subarray(payloadStart, end)))
    else if (frame.opcode === opcode.close) this.#events.onClose(closeCode(bytes, payloadStart, end))
    else if (frame.opcode !== opcode.binary) return
    else if (this.#log) {
      this.#log.append(bytes, start, payloadStart, end)
      this.#position = this.#log.length
    } else this.#events.onMessage(this.received.read(bytes, payloadStart, end))
  }
}

function isControl(firstByte: number): boolean {
  return (firstByte & 0x08) !== 0
}

function closeCode(bytes: Buffer, start: number, end: number): number {
  return end - start >= 2 ? bytes.readUInt16BE(start) : 1005
}
