/** A range of entries, both ends included. */
type Range = { first: number; last: number }

/** Which of a document's entries are here: all up to one, and maybe some behind a gap. */
export class SequenceLine {
  #through: number
  /** Behind the gap, in order, none touching another. */
  #ahead: Range[] = []
  #heardOf: number

  constructor(through: number) {
    this.#through = through
    this.#heardOf = through
  }

  /** All up to this one are here. */
  get through(): number {
    return this.#through
  }

  /** Whether there are entries, as far as is known, that are not here. */
  get hasGap(): boolean {
    return this.#heardOf > this.#through
  }

  /** There are entries up to this one, wherever they are. */
  hear(sequence: number): void {
    this.#heardOf = Math.max(this.#heardOf, sequence)
  }

  /** These are here. */
  note(first: number, last: number): void {
    this.hear(last)
    if (last <= this.#through) return
    if (first > this.#through + 1) this.#ahead = withRange(this.#ahead, { first, last })
    else {
      this.#through = last
      while (this.#ahead[0] && this.#ahead[0].first <= this.#through + 1)
        this.#through = Math.max(this.#through, (this.#ahead.shift() as Range).last)
    }
  }
}

function withRange(ranges: readonly Range[], added: Range): Range[] {
  const kept: Range[] = []
  let { first, last } = added
  for (const range of ranges) {
    if (range.last + 1 < first || range.first > last + 1) kept.push(range)
    else [first, last] = [Math.min(first, range.first), Math.max(last, range.last)]
  }
  return [...kept, { first, last }].toSorted((one, other) => one.first - other.first)
}
