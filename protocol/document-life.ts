/**
 * The life of a document: everything that was ever in it, with who put each piece in and who took it out, and when.
 * What the collab server tells the app and the app the browser:
 *
 *     varUint people; each: varString user id, empty where nobody is known
 *     varUint clients; each: varUint client id
 *     varUint entries; each:
 *         flags: byte, see `lifeFlag`
 *         [forgotten: varUint entries before this one, which are no longer kept; only of the first]
 *         varUint seconds since the entry before, of the first since the epoch
 *         [writer: varUint person, byte kind, see `lifeKinds`]
 *         [births: varUint count; each: varUint client, varUint clock, varUint length]
 *         [deaths: the same]
 *     a Yjs V1 update to the end: all of it, what is deleted too
 *
 * People and clients are named by their places in the lists. Entries are numbered as the store numbers them: from 1, or from
 * the one that stands for those which are no longer kept.
 */
export const lifeFlag = {
  /** By somebody else than the entry before, or in another way. */
  writer: 1,
  births: 2,
  deaths: 4,
  /** One more of the client that was written under last, of length 1. */
  nextLetter: 8,
  forgotten: 16,
} as const

/**
 * How it came: by a person's hand, as what the document began with, from the document it is a copy of, as the mark of
 * somebody's comment, which leaves the text as it is, from the file that the document was made of, or as what stands for all
 * that is no longer kept. All but the first are the session ids under which the server writes.
 */
export const lifeKinds = ['written', 'seed', 'copy', 'comment', 'import', 'before'] as const
export type LifeKind = (typeof lifeKinds)[number]

/** Clocks of one client in order, and the entry of each. */
export type LifeRanges = {
  readonly starts: Int32Array
  readonly ends: Int32Array
  readonly sequences: Int32Array
}

export type DocumentLife = {
  /** The number of the oldest entry that is kept: 1, unless older ones were forgotten. */
  readonly first: number
  /** User ids; empty for nobody known. */
  readonly people: readonly string[]
  /** For entry n at n - 1: the place of its writer in `people`. */
  readonly writers: Uint32Array
  /** The same: the place in {@link lifeKinds}. */
  readonly kinds: Uint8Array
  /** The same: milliseconds since the epoch, to the second. */
  readonly times: Float64Array
  /** By client id. */
  readonly births: ReadonlyMap<number, LifeRanges>
  readonly deaths: ReadonlyMap<number, LifeRanges>
  /** Yjs V1 update. */
  readonly update: Uint8Array
}

/** @throws {RangeError} where the bytes are no life */
export function readDocumentLife(bytes: Uint8Array): DocumentLife {
  const reader = new Reader(bytes)
  const people = reader.list(() => reader.string())
  const clients = reader.list(() => reader.uint())
  const count = reader.uint()
  if (count > bytes.byteLength) throw new RangeError('a life of more entries than bytes')
  let writers = new Uint32Array(count)
  let kinds = new Uint8Array(count)
  let times = new Float64Array(count)
  const births = clients.map(() => new RangeColumns())
  const deaths = clients.map(() => new RangeColumns())
  let [seconds, writer, kind, lastClient, lastClock] = [0, 0, 0, 0, 0]
  let forgotten = 0
  for (let index = 0; index < forgotten + count; index++) {
    const flags = reader.byte()
    if (flags & lifeFlag.forgotten && index === 0) {
      forgotten = index = reader.uint()
      writers = new Uint32Array(forgotten + count)
      kinds = new Uint8Array(forgotten + count)
      times = new Float64Array(forgotten + count)
    }
    seconds += reader.uint()
    if (flags & lifeFlag.writer) [writer, kind] = [reader.uint(), reader.byte()]
    if (flags & lifeFlag.nextLetter) births[lastClient]?.add(lastClock, (lastClock += 1), index + 1)
    if (flags & lifeFlag.births) {
      for (let left = reader.uint(); left > 0; left--) {
        const [client, clock, length] = [reader.uint(), reader.uint(), reader.uint()]
        births[client]?.add(clock, clock + length, index + 1)
        ;[lastClient, lastClock] = [client, clock + length]
      }
    }
    if (flags & lifeFlag.deaths) {
      for (let left = reader.uint(); left > 0; left--) {
        const [client, clock, length] = [reader.uint(), reader.uint(), reader.uint()]
        deaths[client]?.add(clock, clock + length, index + 1)
      }
    }
    writers[index] = writer
    kinds[index] = kind
    times[index] = seconds * 1_000
  }
  const byClient = (columns: readonly RangeColumns[]) =>
    new Map(clients.map((client, index) => [client, (columns[index] ?? new RangeColumns()).inOrder()]))
  return {
    first: forgotten + 1,
    people,
    writers,
    kinds,
    times,
    births: byClient(births),
    deaths: byClient(deaths),
    update: reader.rest(),
  }
}

/** Only whom a life names. @throws {RangeError} where the bytes are no life */
export function readPeopleOfLife(bytes: Uint8Array): string[] {
  const reader = new Reader(bytes)
  return reader.list(() => reader.string())
}

/** Only the number of the oldest entry that is kept. @throws {RangeError} where the bytes are no life */
export function readFirstOfLife(bytes: Uint8Array): number {
  const reader = new Reader(bytes)
  reader.list(() => reader.string())
  reader.list(() => reader.uint())
  if (reader.uint() === 0) return 1
  return reader.byte() & lifeFlag.forgotten ? reader.uint() + 1 : 1
}

/** The entry of a clock; 0 where there is none. */
export function sequenceOf(ranges: LifeRanges | undefined, clock: number): number {
  if (!ranges) return 0
  const at = rangeAt(ranges, clock)
  return at < ranges.starts.length && (ranges.starts[at] as number) <= clock
    ? (ranges.sequences[at] as number)
    : 0
}

/** The first range that ends behind a clock. */
export function rangeAt({ ends }: LifeRanges, clock: number): number {
  let [low, high] = [0, ends.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((ends[middle] as number) > clock) high = middle
    else low = middle + 1
  }
  return low
}

class RangeColumns {
  #columns = new Int32Array(48)
  #count = 0
  #isInOrder = true

  add(start: number, end: number, sequence: number): void {
    const at = this.#count * 3
    if (at === this.#columns.length) {
      const grown = new Int32Array(at * 2)
      grown.set(this.#columns)
      this.#columns = grown
    }
    if (at > 0 && (this.#columns[at - 3] as number) > start) this.#isInOrder = false
    this.#columns[at] = start
    this.#columns[at + 1] = end
    this.#columns[at + 2] = sequence
    this.#count++
  }

  inOrder(): LifeRanges {
    const columns = this.#columns
    const order = Int32Array.from({ length: this.#count }, (_, index) => index * 3)
    if (!this.#isInOrder) order.sort((one, other) => (columns[one] as number) - (columns[other] as number))
    const column = (offset: number) => order.map((at) => columns[at + offset] as number)
    return { starts: column(0), ends: column(1), sequences: column(2) }
  }
}

class Reader {
  readonly #bytes: Uint8Array
  #at = 0

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
  }

  byte(): number {
    const byte = this.#bytes[this.#at++]
    if (byte === undefined) throw new RangeError('a life ends early')
    return byte
  }

  uint(): number {
    let value = 0
    for (let factor = 1; ; factor *= 0x80) {
      const byte = this.byte()
      value += (byte & 0x7f) * factor
      if (byte < 0x80) return value
    }
  }

  string(): string {
    const length = this.uint()
    const bytes = this.#bytes.subarray(this.#at, this.#at + length)
    if (bytes.byteLength !== length) throw new RangeError('a life ends early')
    this.#at += length
    return new TextDecoder().decode(bytes)
  }

  list<Item>(read: () => Item): Item[] {
    const items: Item[] = []
    for (let left = this.uint(); left > 0; left--) items.push(read())
    return items
  }

  rest(): Uint8Array {
    return this.#bytes.subarray(this.#at)
  }
}
