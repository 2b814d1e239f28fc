export type Id = { readonly client: number; readonly clock: number }

/** Where the next letter of one writer is likely to come or go, by what they did last. */
export type Habits = {
  /** Under which they wrote, and the clock behind what they wrote. */
  client: number
  end: number
  /** What stands right of where they write, and in what. */
  right: Id
  parent: Id
  /** What they deleted last, of whom, and its last letter: what is written there next stands behind that. */
  deletedClient: number
  deletedFrom: number
  deletedTo: number
  lastDeleted: Id
  /** The clock of the last place that was none of these: the next one is seldom far. */
  jump: number
}

const nowhere: Id = { client: -1, clock: -1 }

export const newHabits = (): Habits => ({
  client: -1,
  end: 0,
  right: nowhere,
  parent: nowhere,
  deletedClient: -1,
  deletedFrom: 0,
  deletedTo: 0,
  lastDeleted: nowhere,
  jump: 0,
})

const deepest = 100

/**
 * Goes through a Yjs V1 update part by part. Each part is read from somewhere and written elsewhere by whoever extends this:
 * from the update into columns, or back. Both go the same way, and guess the same by what came before, so that what was
 * guessed right takes nothing.
 */
export abstract class UpdateWalk {
  protected habits: Habits = newHabits()

  /** A byte that says what comes. */
  protected abstract control(): number
  /** A number, mostly small. */
  protected abstract size(): number
  /** A string of which there are few. */
  protected abstract name(): void
  /** A string of any kind. @returns its length in UTF-16 */
  protected abstract text(): number
  protected abstract bytes(length: number): void
  /** An integer of lib0's own kind. */
  protected abstract integer(): void
  protected abstract client(guesses: readonly number[]): number
  protected abstract clock(guess: number): number
  protected abstract id(guesses: readonly Id[]): Id
  /** A clock and a length, of which the clock is guessed by {@link startsOf}. */
  protected abstract range(): { readonly start: number; readonly length: number }

  /** @throws {RangeError} where it is no update, or one of a kind that is not known here */
  protected walk(): void {
    for (let left = this.size(); left > 0; left--) this.#block()
    for (let left = this.size(); left > 0; left--) this.#deletions()
  }

  /** Where a deletion of some length may begin: before the last one, at what was just written, behind the last one. */
  protected startsOf(length: number): readonly number[] {
    const { deletedFrom, deletedTo, end } = this.habits
    return [deletedFrom - length, end - length, deletedTo]
  }

  #block(): void {
    const { habits } = this
    const structs = this.size()
    const client = this.client([habits.client])
    let clock = this.clock(client === habits.client ? habits.end : 0)
    for (let left = structs; left > 0; left--) clock += this.#struct(client, clock)
    habits.client = client
    habits.end = clock
  }

  #deletions(): void {
    const { habits } = this
    const client = this.client([habits.deletedClient, habits.client])
    for (let left = this.size(); left > 0; left--) {
      const { start, length } = this.range()
      if (start + length !== habits.deletedFrom) habits.lastDeleted = { client, clock: start + length - 1 }
      habits.deletedFrom = start
      habits.deletedTo = start + length
    }
    habits.deletedClient = client
  }

  /** @returns how many clocks it takes */
  #struct(client: number, clock: number): number {
    const { habits } = this
    const info = this.control()
    const kind = info & 0x1f
    // What is no longer there, and what is left out.
    if (kind === 0 || kind === 10) return this.size()
    const before = { client, clock: clock - 1 }
    let origin = nowhere
    if (info & 0x80) origin = this.id([before, habits.lastDeleted])
    if (info & 0x40)
      habits.right = this.id([habits.right, { client: origin.client, clock: origin.clock + 1 }])
    if (!(info & 0xc0)) {
      const isNamed = this.control()
      if (isNamed > 1) throw new RangeError('a parent of no kind')
      if (isNamed) this.name()
      else habits.parent = this.id([habits.parent, before])
      if (info & 0x20) this.name()
    }
    return this.#content(kind)
  }

  #content(kind: number): number {
    switch (kind) {
      case 1:
        return this.size()
      case 2:
        return this.#list(() => this.text())
      case 3:
        this.bytes(this.size())
        return 1
      case 4:
        return this.text()
      case 5:
        this.text()
        return 1
      case 6:
        this.name()
        this.text()
        return 1
      case 7: {
        const type = this.size()
        if (type > 6) throw new RangeError('a type of no known kind')
        if (type === 3 || type === 5) this.name()
        return 1
      }
      case 8:
        return this.#list(() => this.#any(0))
      case 9:
        this.text()
        this.#any(0)
        return 1
      default:
        throw new RangeError('a struct of no known kind')
    }
  }

  #list(item: () => void): number {
    const length = this.size()
    for (let left = length; left > 0; left--) item()
    return length
  }

  /** As lib0 writes values. */
  #any(depth: number): void {
    if (depth > deepest) throw new RangeError('values too deep in one another')
    const kind = this.control()
    if (kind === 127 || kind === 126 || kind === 121 || kind === 120) return
    if (kind === 125) this.integer()
    else if (kind === 124) this.bytes(4)
    else if (kind === 123 || kind === 122) this.bytes(8)
    else if (kind === 119) this.text()
    else if (kind === 118)
      this.#list(() => {
        this.name()
        this.#any(depth + 1)
      })
    else if (kind === 117) this.#list(() => this.#any(depth + 1))
    else if (kind === 116) this.bytes(this.size())
    else throw new RangeError('a value of no known kind')
  }
}
