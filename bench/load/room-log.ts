import { frameAt } from './server-frames.ts'
import type { Received } from './received.ts'

/**
 * What a server sends to everybody in a room, whole frames in order. Whoever is first with a frame adds it,
 * and it is checked once; the others only compare their bytes with it, which costs next to nothing.
 */
export class RoomLog {
  readonly received: Received
  bytes = Buffer.allocUnsafe(1 << 16)
  length = 0
  readonly #frameStarts: number[] = []

  constructor(received: Received) {
    this.received = received
  }

  /** Adds a frame that lies in a buffer. */
  append(bytes: Buffer, start: number, payloadStart: number, end: number): void {
    const size = end - start
    if (this.length + size > this.bytes.length) {
      const larger = Buffer.allocUnsafe(2 * (this.length + size))
      this.bytes.copy(larger, 0, 0, this.length)
      this.bytes = larger
    }
    bytes.copy(this.bytes, this.length, start, end)
    this.#frameStarts.push(this.length)
    this.length += size
    this.received.read(bytes, payloadStart, end)
  }

  /** Where the frame begins that holds this position. */
  frameStart(position: number): number {
    if (position >= this.length) return this.length
    let low = 0
    let high = this.#frameStarts.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((this.#frameStarts[middle] ?? 0) <= position) low = middle
      else high = middle - 1
    }
    return this.#frameStarts[low] ?? 0
  }

  /** Reads everything before a frame's start once more. */
  replay(end: number, received: Received): void {
    for (let start = 0; start < end;) {
      const frame = frameAt(this.bytes, start, end)
      if (!frame) throw new Error('the log of a room ends within a frame')
      received.read(this.bytes, frame.payloadStart, frame.end)
      start = frame.end
    }
  }
}
