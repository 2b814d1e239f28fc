import { uintWidth, type ByteWriter } from '#collab-server/byte-state/byte-writer'
import { writeFrontCut } from '#collab-server/byte-state/front-cut'
import { infoBit, structRef, StructCursor } from '#collab-server/byte-state/struct-cursor'

const maxPageBytes = 4 << 10
const firstPageBytes = 48
/** A struct larger than this gets a page of exactly its size. */
const maxSharedBytes = 1 << 10

/** Structs one after the other, as they are in an update. */
type Page = {
  bytes: Uint8Array
  start: number
  stop: number
  readonly clock: number
  count: number
}

/** A struct with what is needed to see whether it goes on where the last one ended. */
export type RunStruct = {
  readonly bytes: Uint8Array
  readonly start: number
  readonly stop: number
  readonly end: number
  readonly contentStart: number
  readonly textStart: number
  readonly info: number
  readonly originIsPrevious: boolean
  readonly rightClient: number
  readonly rightClock: number
}

/**
 * All structs of one client from clock 0 on, as bytes. What somebody types key by key comes as one struct a
 * key, and becomes one string here, as it does in Yjs when it writes a document: a string whose origin is
 * the end of the string before it, with the same right origin, is the tail that Yjs would cut off there
 * (`splitItem` in yjs/src/structs/Item.js).
 */
export class StructRun {
  readonly client: number
  #clock = 0
  readonly #pages: Page[] = []
  /** The last page can grow. */
  #isOpen = false
  /** Where the struct begins that was looked for last. */
  #foundClock = 0
  // The string at the end of the open page, which further text may join.
  #joinable = false
  #lengthAt = 0
  #rightClient = 0
  #rightClock = -1

  constructor(client: number) {
    this.client = client
  }

  /** Behind the last struct. */
  get clock(): number {
    return this.#clock
  }

  /** Takes over structs that are laid out in a buffer, without copying them. */
  adopt(bytes: Uint8Array, start: number, stop: number, count: number, end: number): void {
    this.#pages.push({ bytes, start, stop, clock: this.#clock, count })
    this.#clock = end
    this.#isOpen = this.#joinable = false
  }

  /** Size of all structs. */
  get bytes(): number {
    return this.#pages.reduce((sum, { start, stop }) => sum + stop - start, 0)
  }

  /** Lets go of its own buffers, now that all its structs are in this one too, one after the other. */
  moveInto(bytes: Uint8Array, offset: number): void {
    let at = offset
    for (const page of this.#pages) {
      const size = page.stop - page.start
      // The open one is small, and still grows.
      if (this.#isOpen && page === this.#pages.at(-1)) return
      page.bytes = bytes
      page.start = at
      page.stop = at += size
    }
  }

  append(struct: RunStruct): void {
    const { bytes, start, stop, end, textStart, info } = struct
    if (this.#joinable && textStart >= 0 && struct.originIsPrevious && this.#hasRightOf(struct)) {
      if (this.#join(bytes, textStart, stop)) {
        this.#clock = end
        return
      }
    }
    const size = stop - start
    if (size > maxSharedBytes) {
      this.adopt(new Uint8Array(bytes.subarray(start, stop)), 0, size, 1, end)
      return
    }
    const page = this.#pageFor(size)
    const at = page.stop
    copy(bytes, start, stop, page.bytes, at)
    page.stop += size
    page.count++
    this.#clock = end
    this.#joinable = (info & infoBit.ref) === structRef.string
    if (!this.#joinable) return
    this.#lengthAt = at + struct.contentStart - start
    this.#rightClient = struct.rightClient
    this.#rightClock = struct.rightClock
  }

  /** Appends the one struct that some bytes are; the cursor is used up. */
  appendAlone(bytes: Uint8Array, cursor: StructCursor): void {
    cursor.open(bytes)
    cursor.readStruct(this.client, this.#clock)
    this.append({
      bytes,
      start: 0,
      stop: bytes.byteLength,
      end: this.#clock + cursor.length,
      contentStart: cursor.contentStart,
      textStart: cursor.textStart,
      info: cursor.info,
      originIsPrevious: cursor.originClock === this.#clock - 1 && cursor.originClient === this.client,
      rightClient: cursor.rightClient,
      rightClock: cursor.rightClock,
    })
  }

  /** How many structs `writeSince` writes for a clock. */
  countSince(clock: number, cursor: StructCursor): number {
    let count = 0
    for (let at = this.#pageAt(clock); at < this.#pages.length; at++) count += (this.#pages[at] as Page).count
    return count - this.#find(clock, cursor)
  }

  /** Writes the structs from a clock on, the first one cut where the clock is inside it. */
  writeSince(writer: ByteWriter, clock: number, cursor: StructCursor): void {
    const first = this.#pageAt(clock)
    for (let at = first; at < this.#pages.length; at++) {
      const page = this.#pages[at] as Page
      if (at > first || clock <= page.clock) {
        writer.copy(page.bytes, page.start, page.stop)
        continue
      }
      this.#find(clock, cursor)
      writeFrontCut(writer, cursor, this.client, this.#foundClock, clock)
      writer.copy(page.bytes, cursor.pos, page.stop)
    }
  }

  /** Has the cursor read struct after struct; `visit` hears where each begins, and leaves the cursor alone. */
  readAll(cursor: StructCursor, visit: (clock: number) => void): void {
    for (const page of this.#pages) this.#readPage(page, cursor, visit)
  }

  /** The same with those structs alone that are kept together with the one that holds a clock. */
  readNear(clock: number, cursor: StructCursor, visit: (clock: number) => void): void {
    this.#readPage(this.#pages[this.#pageAt(clock)] as Page, cursor, visit)
  }

  #readPage(page: Page, cursor: StructCursor, visit: (clock: number) => void): void {
    cursor.open(page.bytes, page.start, page.stop)
    let { clock } = page
    for (let left = page.count; left > 0; left--) {
      cursor.readStruct(this.client, clock)
      visit(clock)
      clock += cursor.length
    }
  }

  /** @returns how many structs of its page come before the one that holds the clock. */
  #find(clock: number, cursor: StructCursor): number {
    const page = this.#pages[this.#pageAt(clock)] as Page
    cursor.open(page.bytes, page.start, page.stop)
    let at = page.clock
    for (let index = 0; ; index++) {
      cursor.readStruct(this.client, at)
      if (at + cursor.length > clock) {
        this.#foundClock = at
        return index
      }
      at += cursor.length
    }
  }

  /** The page that holds a clock. */
  #pageAt(clock: number): number {
    let [low, high] = [0, this.#pages.length - 1]
    while (low < high) {
      const middle = (low + high + 1) >>> 1
      if ((this.#pages[middle] as Page).clock <= clock) low = middle
      else high = middle - 1
    }
    return low
  }

  #hasRightOf({ rightClient, rightClock }: RunStruct): boolean {
    return this.#rightClock === rightClock && (rightClock < 0 || this.#rightClient === rightClient)
  }

  /** @returns whether the text found room behind the last string. */
  #join(bytes: Uint8Array, textStart: number, textStop: number): boolean {
    const page = this.#pages.at(-1) as Page
    const added = textStop - textStart
    const width = lengthWidth(page.bytes, this.#lengthAt)
    const length = page.stop - this.#lengthAt - width
    const newWidth = uintWidth(length + added)
    const stop = page.stop + added + newWidth - width
    if (!this.#hasRoom(page, stop)) return false
    if (newWidth > width) page.bytes.copyWithin(this.#lengthAt + newWidth, this.#lengthAt + width, page.stop)
    putUint(page.bytes, this.#lengthAt, length + added)
    copy(bytes, textStart, textStop, page.bytes, stop - added)
    page.stop = stop
    return true
  }

  #pageFor(size: number): Page {
    const last = this.#pages.at(-1)
    if (last && this.#isOpen && this.#hasRoom(last, last.stop + size)) return last
    const bytes = new Uint8Array(Math.max(size, firstPageBytes))
    const page = { bytes, start: 0, stop: 0, clock: this.#clock, count: 0 }
    this.#pages.push(page)
    this.#isOpen = true
    return page
  }

  #hasRoom(page: Page, stop: number): boolean {
    if (stop <= page.bytes.byteLength) return true
    if (stop > maxPageBytes) return false
    const bytes = new Uint8Array(Math.min(maxPageBytes, Math.max(stop, page.bytes.byteLength * 2)))
    bytes.set(page.bytes)
    page.bytes = bytes
    return true
  }
}

function copy(source: Uint8Array, start: number, stop: number, target: Uint8Array, at: number): void {
  if (stop - start > 32) return target.set(source.subarray(start, stop), at)
  for (let index = start, to = at; index < stop; index++) target[to++] = source[index] as number
}

function lengthWidth(bytes: Uint8Array, at: number): number {
  let width = 1
  while ((bytes[at + width - 1] as number) > 0x7f) width++
  return width
}

function putUint(bytes: Uint8Array, at: number, value: number): void {
  let rest = value
  let pos = at
  while (rest > 0x7f) {
    bytes[pos++] = (rest & 0x7f) | 0x80
    rest >>>= 7
  }
  bytes[pos] = rest
}
