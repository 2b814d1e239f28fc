import type * as Y from 'yjs'

import { rangeAt, sequenceOf, type DocumentLife, type LifeRanges } from '#protocol/document-life'

/** Later than every entry: of what was never taken away. */
export const never = 0x7fffffff

/** When letters came and went, by the numbers of entries. */
export class Clocks {
  readonly #life: DocumentLife

  constructor(life: DocumentLife) {
    this.#life = life
  }

  /** The entry that brought something; 0 where that is not known, as if it had always been there. */
  bornOf({ client, clock }: Y.ID): number {
    return sequenceOf(this.#life.births.get(client), clock)
  }

  diedOf({ client, clock }: Y.ID): number {
    return sequenceOf(this.#life.deaths.get(client), clock) || never
  }

  isAlive(id: Y.ID, sequence: number): boolean {
    return this.bornOf(id) <= sequence && this.diedOf(id) > sequence
  }

  /** Cuts clocks where the entry that brought or took them changes. */
  forEachPart(
    { client, clock }: Y.ID,
    length: number,
    found: (from: number, to: number, born: number, died: number) => void,
  ): void {
    const end = clock + length
    const births = new Walk(this.#life.births.get(client), clock, 0)
    const deaths = new Walk(this.#life.deaths.get(client), clock, never)
    for (let from = clock; from < end;) {
      births.moveTo(from)
      deaths.moveTo(from)
      const to = Math.min(end, births.until, deaths.until)
      found(from, to, births.sequence, deaths.sequence)
      from = to
    }
  }
}

/** Goes through ranges in order; between them is what has `none`. */
class Walk {
  readonly #ranges: LifeRanges | undefined
  readonly #none: number
  #at: number
  sequence = 0
  until = 0

  constructor(ranges: LifeRanges | undefined, clock: number, none: number) {
    this.#ranges = ranges
    this.#none = none
    this.#at = ranges ? rangeAt(ranges, clock) : 0
  }

  moveTo(clock: number): void {
    const ranges = this.#ranges
    while ((ranges?.ends[this.#at] ?? Infinity) <= clock) this.#at++
    const start = ranges?.starts[this.#at] ?? Infinity
    const isIn = start <= clock
    this.sequence = isIn ? (ranges?.sequences[this.#at] ?? this.#none) : this.#none
    this.until = isIn ? (ranges?.ends[this.#at] ?? Infinity) : start
  }
}
