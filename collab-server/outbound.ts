import type { Duplex } from 'node:stream'

/** What it costs at least to keep a buffer waiting. */
const keptBufferBytes = 256
const maxFlushedBytes = 64 << 10
const nothing = Buffer.alloc(0)

/** Frames, or the parts of one frame. */
type Sendable = Buffer | readonly Buffer[]

/**
 * What goes out to one reader. As long as its socket takes everything, that is a plain write. Once it does
 * not, frames wait here, where they are counted and awareness can be left out, and go out piece by piece.
 */
export class Outbound {
  readonly #socket: Duplex
  readonly #onCaughtUp: () => void
  /** Undefined while the socket takes everything. */
  #waiting: Sendable[] | undefined
  #waitingBytes = 0
  #owesAwareness = false
  #ended = false

  /** `onCaughtUp`: everything that waited has been taken by the socket. */
  constructor(socket: Duplex, onCaughtUp: () => void) {
    this.#socket = socket
    this.#onCaughtUp = onCaughtUp
  }

  get isBehind(): boolean {
    return this.#waiting !== undefined
  }

  /** What it holds, with what holding it costs. */
  get waitingBytes(): number {
    return this.#waitingBytes
  }

  /**
   * Sends ready-made frames. Those from `awarenessFrom` on may be left out for a reader that is behind.
   * @returns whether they were.
   */
  send(frames: Buffer, awarenessFrom: number): boolean {
    if (this.#ended) return false
    if (!this.#waiting) {
      this.#socket.write(frames)
      if (this.#socket.writableLength > 0) this.#fallBehind()
      return false
    }
    const skips = awarenessFrom < frames.byteLength
    if (skips) this.#owesAwareness = true
    const kept = skips ? frames.subarray(0, awarenessFrom) : frames
    if (kept.byteLength > 0) this.#keep(this.#waiting, kept)
    return skips
  }

  /**
   * Sends one frame that is in parts. They go to the socket together: whatever ends the connection, a close
   * frame comes behind all of them and not between.
   */
  sendInParts(parts: readonly Buffer[]): void {
    if (this.#ended) return
    if (this.#waiting) return this.#keep(this.#waiting, parts)
    this.#write(parts)
    if (this.#socket.writableLength > 0) this.#fallBehind()
  }

  /** Whether awareness was left out since the last call. */
  takeOwedAwareness(): boolean {
    const owes = this.#owesAwareness
    this.#owesAwareness = false
    return owes
  }

  /** Drops what waits; nothing is sent any more. */
  end(): void {
    this.#ended = true
    this.#waiting = undefined
    this.#waitingBytes = 0
  }

  #keep(waiting: Sendable[], sendable: Sendable): void {
    waiting.push(sendable)
    this.#waitingBytes += keptBytes(sendable)
  }

  #write(parts: readonly Buffer[]): void {
    this.#socket.cork()
    for (const part of parts) this.#socket.write(part)
    this.#socket.uncork()
  }

  #fallBehind(): void {
    this.#waiting ??= []
    // Behind everything else: it is called once the socket has taken all that.
    this.#socket.write(nothing, () => this.#flush())
  }

  #flush(): void {
    if (!this.#waiting || this.#socket.destroyed) return
    let bytes = 0
    let count = 0
    while (count < this.#waiting.length && bytes < maxFlushedBytes) {
      bytes += keptBytes(this.#waiting[count++] ?? nothing)
    }
    this.#waitingBytes -= bytes
    const taken = this.#waiting.splice(0, count).flat()
    // What is large is not copied once more.
    if (bytes > 2 * maxFlushedBytes) this.#write(taken)
    else if (taken.length > 0) this.#socket.write(taken.length === 1 ? taken[0] : Buffer.concat(taken))
    if (this.#socket.writableLength > 0 || this.#waiting.length > 0) return this.#fallBehind()
    this.#waiting = undefined
    this.#onCaughtUp()
  }
}

/** With what keeping it costs. */
function keptBytes(sendable: Sendable): number {
  if (Buffer.isBuffer(sendable)) return sendable.byteLength + keptBufferBytes
  return sendable.reduce((sum, part) => sum + part.byteLength + keptBufferBytes, 0)
}
