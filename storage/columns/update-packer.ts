import { ColumnReader, ColumnWriter } from '#storage/columns/byte-column'
import { newHabits, UpdateWalk, type Habits, type Id } from '#storage/columns/update-walk'

/** The first byte of the shape of an update that is kept as it is. */
export const asItIs = 0xff
/** Smaller sizes are a part of the shape. */
export const leastApart = 16
/** Longer names are none, and would make each shape another. */
const longestName = 64

/** The parts of updates that differ from one to the next, each kind in a column. */
export const valueColumns = ['sizes', 'clocks', 'text', 'rest'] as const
export type ValueColumns<Column> = Readonly<Record<(typeof valueColumns)[number], Column>>

/**
 * Takes updates apart: what most of them have in common is a shape, of which there are few, and what was guessed right by
 * what the same writer did before is not written at all.
 */
export class UpdatePacker extends UpdateWalk {
  readonly columns: ValueColumns<ColumnWriter> = {
    sizes: new ColumnWriter(),
    clocks: new ColumnWriter(),
    text: new ColumnWriter(),
    rest: new ColumnWriter(),
  }
  /** Of each update. */
  readonly shapes = new ColumnWriter()
  readonly #places = new Map<string, number>()
  readonly #clients = new Map<number, number>()
  readonly #habits = new Map<number, Habits>()
  readonly #shape = new ColumnWriter()
  #source = new ColumnReader(new Uint8Array())

  /** By their places. */
  get shapesInOrder(): Buffer[] {
    return [...this.#places.keys()].map((shape) => Buffer.from(shape, 'latin1'))
  }

  get clientsInOrder(): number[] {
    return [...this.#clients.keys()]
  }

  /** @param writer the place of who wrote it */
  add(update: Uint8Array, writer: number): void {
    const before = this.#habits.get(writer) ?? newHabits()
    this.habits = { ...before }
    this.#source = new ColumnReader(update)
    this.#shape.cutTo(0)
    const lengths = valueColumns.map((name) => this.columns[name].length)
    try {
      this.walk()
      if (!this.#source.isAtEnd) throw new RangeError('there is something behind the update')
    } catch (error) {
      if (!(error instanceof RangeError)) throw error
      for (const [index, name] of valueColumns.entries()) this.columns[name].cutTo(lengths[index] ?? 0)
      this.habits = before
      this.#addAsItIs(update)
    }
    this.#habits.set(writer, this.habits)
    this.shapes.uint(placeIn(this.#places, this.#shape.written.toString('latin1')))
  }

  #addAsItIs(update: Uint8Array): void {
    this.#shape.cutTo(0)
    this.#shape.byte(asItIs)
    this.columns.sizes.uint(update.byteLength)
    this.columns.rest.copy(update, 0, update.byteLength)
  }

  protected control(): number {
    const byte = this.#source.byte()
    this.#shape.byte(byte)
    return byte
  }

  protected size(): number {
    const size = this.#source.uint()
    this.#addSize(size)
    return size
  }

  #addSize(size: number): void {
    this.#shape.byte(Math.min(size, leastApart))
    if (size >= leastApart) this.columns.sizes.uint(size - leastApart)
  }

  protected name(): void {
    const length = this.#source.uint()
    if (length > longestName) throw new RangeError('a name that is too long')
    const start = this.#source.skip(length)
    this.#shape.uint(length)
    this.#shape.copy(this.#source.bytes, start, start + length)
  }

  protected text(): number {
    const length = this.size()
    const start = this.#source.skip(length)
    this.columns.text.copy(this.#source.bytes, start, start + length)
    return lengthInUtf16(this.#source.bytes, start, start + length)
  }

  protected bytes(length: number): void {
    const start = this.#source.skip(length)
    this.columns.rest.copy(this.#source.bytes, start, start + length)
  }

  protected integer(): void {
    for (let byte = 0x80; byte > 0x7f;) {
      byte = this.#source.byte()
      this.columns.rest.byte(byte)
    }
  }

  protected client(guesses: readonly number[]): number {
    const client = this.#source.uint()
    this.#addGuess(guesses.indexOf(client), guesses.length)
    if (!guesses.includes(client)) this.#addSize(placeIn(this.#clients, client))
    return client
  }

  protected clock(guess: number): number {
    const clock = this.#source.uint()
    this.#addGuess(clock === guess ? 0 : -1, 1)
    if (clock !== guess) this.columns.clocks.uint(clock)
    return clock
  }

  protected id(guesses: readonly Id[]): Id {
    const [client, clock] = [this.#source.uint(), this.#source.uint()]
    const guessed = guesses.findIndex((guess) => guess.client === client && guess.clock === clock)
    this.#addGuess(guessed, guesses.length)
    if (guessed >= 0) return guesses[guessed] as Id
    this.#addSize(placeIn(this.#clients, client))
    this.#addJump(clock)
    return { client, clock }
  }

  protected range(): { start: number; length: number } {
    const [start, length] = [this.#source.uint(), this.#source.uint()]
    this.#addSize(length)
    const guesses = this.startsOf(length)
    this.#addGuess(guesses.indexOf(start), guesses.length)
    if (!guesses.includes(start)) this.#addJump(start)
    return { start, length }
  }

  #addGuess(guessed: number, count: number): void {
    this.#shape.byte(guessed < 0 ? count : guessed)
  }

  #addJump(clock: number): void {
    this.columns.clocks.int(clock - this.habits.jump)
    this.habits.jump = clock
  }
}

/** Of text in UTF-8. */
export function lengthInUtf16(bytes: Uint8Array, start: number, end: number): number {
  let length = 0
  for (let at = start; at < end; at++) {
    const byte = bytes[at] as number
    if ((byte & 0xc0) !== 0x80) length += byte < 0xf0 ? 1 : 2
  }
  return length
}

export function placeIn<Key>(places: Map<Key, number>, key: Key): number {
  const place = places.get(key)
  if (place !== undefined) return place
  places.set(key, places.size)
  return places.size - 1
}
