import type * as Y from 'yjs'

/** Consecutive letters, or other pieces, of one client. */
export type IdRange = { readonly client: number; readonly clock: number; readonly length: number }

/** Which pieces of a shared document there are, to be asked for one by one. */
export class IdSet {
  readonly #starts = new Map<number, number[]>()
  readonly #ends = new Map<number, number[]>()

  constructor(ranges: Iterable<IdRange>) {
    for (const { client, clock, length } of sorted(ranges)) {
      const starts = this.#starts.get(client) ?? []
      const ends = this.#ends.get(client) ?? []
      if (ends.at(-1) === clock) ends[ends.length - 1] = clock + length
      else {
        starts.push(clock)
        ends.push(clock + length)
      }
      this.#starts.set(client, starts)
      this.#ends.set(client, ends)
    }
  }

  has({ client, clock }: Y.ID): boolean {
    const starts = this.#starts.get(client)
    if (!starts) return false
    let [low, high] = [0, starts.length]
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((starts[middle] as number) <= clock) low = middle + 1
      else high = middle
    }
    return low > 0 && clock < (this.#ends.get(client)?.[low - 1] ?? 0)
  }
}

function sorted(ranges: Iterable<IdRange>): IdRange[] {
  return [...ranges].toSorted((one, other) => one.client - other.client || one.clock - other.clock)
}
