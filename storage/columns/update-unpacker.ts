import { ColumnReader, ColumnWriter } from '#storage/columns/byte-column'
import { asItIs, leastApart, lengthInUtf16, type ValueColumns } from '#storage/columns/update-packer'
import { newHabits, UpdateWalk, type Habits, type Id } from '#storage/columns/update-walk'

export type PackedColumns = ValueColumns<ColumnReader> & {
  readonly shapes: ColumnReader
  /** By their places. */
  readonly knownShapes: readonly Uint8Array[]
  readonly clients: readonly number[]
}

/** Puts together what `UpdatePacker` took apart: byte for byte. Its methods throw a RangeError where that is not whole. */
export class UpdateUnpacker extends UpdateWalk {
  readonly #columns: PackedColumns
  readonly #habits = new Map<number, Habits>()
  readonly #update = new ColumnWriter()
  #shape = new ColumnReader(new Uint8Array())

  constructor(columns: PackedColumns) {
    super()
    this.#columns = columns
  }

  /**
   * The next update: a view, until the next one.
   * @param writer the place of who wrote it
   */
  next(writer: number): Uint8Array {
    const { shapes, knownShapes, sizes } = this.#columns
    const shape = knownShapes[shapes.uint()]
    if (!shape) throw new RangeError('an update of no shape')
    this.#update.cutTo(0)
    if (shape[0] === asItIs) {
      this.bytes(sizes.uint())
      return this.#update.written
    }
    let habits = this.#habits.get(writer)
    if (!habits) this.#habits.set(writer, (habits = newHabits()))
    this.habits = habits
    this.#shape = new ColumnReader(shape)
    this.walk()
    return this.#update.written
  }

  protected control(): number {
    const byte = this.#shape.byte()
    this.#update.byte(byte)
    return byte
  }

  protected size(): number {
    const size = this.#size()
    this.#update.uint(size)
    return size
  }

  #size(): number {
    const size = this.#shape.byte()
    return size < leastApart ? size : leastApart + this.#columns.sizes.uint()
  }

  protected name(): void {
    this.#update.block(this.#shape.block())
  }

  protected text(): number {
    const length = this.size()
    const { text } = this.#columns
    const start = text.skip(length)
    this.#update.copy(text.bytes, start, start + length)
    return lengthInUtf16(text.bytes, start, start + length)
  }

  protected bytes(length: number): void {
    const { rest } = this.#columns
    const start = rest.skip(length)
    this.#update.copy(rest.bytes, start, start + length)
  }

  protected integer(): void {
    for (let byte = 0x80; byte > 0x7f;) {
      byte = this.#columns.rest.byte()
      this.#update.byte(byte)
    }
  }

  protected client(guesses: readonly number[]): number {
    const client = guesses[this.#shape.byte()] ?? this.#client()
    this.#update.uint(client)
    return client
  }

  protected clock(guess: number): number {
    const clock = this.#shape.byte() === 0 ? guess : this.#columns.clocks.uint()
    this.#update.uint(clock)
    return clock
  }

  protected id(guesses: readonly Id[]): Id {
    const id = guesses[this.#shape.byte()] ?? { client: this.#client(), clock: this.#jump() }
    this.#update.uint(id.client)
    this.#update.uint(id.clock)
    return id
  }

  protected range(): { start: number; length: number } {
    const length = this.#size()
    const start = this.startsOf(length)[this.#shape.byte()] ?? this.#jump()
    this.#update.uint(start)
    this.#update.uint(length)
    return { start, length }
  }

  #client(): number {
    const client = this.#columns.clients[this.#size()]
    if (client === undefined) throw new RangeError('a client that is not in the list')
    return client
  }

  #jump(): number {
    this.habits.jump += this.#columns.clocks.int()
    return this.habits.jump
  }
}
