import type { ByteWriter } from '#collab-server/byte-state/byte-writer'
import { ClockRanges } from '#collab-server/byte-state/clock-ranges'

/** What is deleted of each client, whether it is known yet or not. */
export class DeleteSet {
  readonly #clients = new Map<number, ClockRanges>()
  /** Clients of whom something was deleted before it came. */
  #ahead: Set<number> | undefined

  add(client: number, start: number, end: number, clock: number): void {
    let ranges = this.#clients.get(client)
    if (!ranges) this.#clients.set(client, (ranges = new ClockRanges()))
    ranges.add(start, end)
    if (end <= clock) return
    this.#ahead ??= new Set()
    this.#ahead.add(client)
  }

  forEachMissing(
    client: number,
    start: number,
    end: number,
    found: (start: number, end: number) => void,
  ): void {
    const ranges = this.#clients.get(client)
    if (ranges) ranges.forEachMissing(start, end, found)
    else found(start, end)
  }

  /** How many ranges delete what has not come. */
  countAhead(clockOf: (client: number) => number): number {
    if (!this.#ahead) return 0
    let count = 0
    for (const client of this.#ahead) {
      const ahead = this.#clients.get(client)?.countBehind(clockOf(client)) ?? 0
      if (ahead === 0) this.#ahead.delete(client)
      count += ahead
    }
    if (this.#ahead.size === 0) this.#ahead = undefined
    return count
  }

  /** About what writing it takes, and not less. */
  get bytes(): number {
    const [clientBytes, rangeBytes] = [16, 10]
    let bytes = clientBytes
    for (const { count } of this.#clients.values()) bytes += clientBytes + count * rangeBytes
    return bytes
  }

  /** As an update ends: higher clients first, as Yjs writes it. */
  write(writer: ByteWriter): void {
    writer.uint(this.#clients.size)
    for (const client of [...this.#clients.keys()].toSorted((one, other) => other - one)) {
      writer.uint(client)
      this.#clients.get(client)?.write(writer)
    }
  }
}
