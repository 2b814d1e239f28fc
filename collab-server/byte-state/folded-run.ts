import { ByteWriter } from '#collab-server/byte-state/byte-writer'
import type { DeleteSet } from '#collab-server/byte-state/delete-set'
import { infoBit, structRef, type StructCursor } from '#collab-server/byte-state/struct-cursor'
import { cutUtf16, replacementBytes } from '#collab-server/byte-state/utf8'

/** What stays whole though it is deleted: others may lie in it, or only a part of it is gone and it is no text. */
const keptRefs: ReadonlySet<number> = new Set([structRef.gc, structRef.skip, structRef.type, structRef.doc])

/**
 * The structs of one client without the content of what is deleted: its length stands for it, as Yjs collects
 * garbage (`gc` in yjs/src/structs/Item.js). A text of which a part is deleted is cut there, and what is
 * deleted in a row becomes one, where Yjs would cut it apart again at the same places.
 */
export class FoldedRun {
  readonly #client: number
  readonly #cursor: StructCursor
  readonly #writer = new ByteWriter(1 << 10)
  #count = 0
  // The deleted struct at the end, whose length is not written yet; 0 where there is none.
  #deletedLength = 0
  #deletedEnd = 0
  #rightClient = 0
  #rightClock = -1

  constructor(client: number, cursor: StructCursor) {
    this.#client = client
    this.#cursor = cursor
  }

  /** Adds the struct that the cursor has read, which begins at a clock. */
  add(clock: number, deleted: DeleteSet): void {
    const { length, ref, textStart } = this.#cursor
    const end = clock + length
    if (ref === structRef.deleted) return this.#addDeleted(clock, clock, end)
    let at = clock
    let isWhole = false
    // What is missing in the set of the deleted is what is still there.
    deleted.forEachMissing(this.#client, clock, end, (from, to) => {
      isWhole = from === clock && to === end
      if (isWhole || textStart < 0) return
      if (from > at) this.#addDeleted(clock, at, from)
      this.#addText(clock, from, to)
      at = to
    })
    if (isWhole || keptRefs.has(ref)) return this.#addWhole()
    if (textStart >= 0) {
      if (at < end) this.#addDeleted(clock, at, end)
      return
    }
    if (isAllDeleted(deleted, this.#client, clock, end)) this.#addDeleted(clock, clock, end)
    else this.#addWhole()
  }

  /** Writes how many there are, the client, the clock of the first, and all of them. */
  writeTo(writer: ByteWriter): void {
    this.#closeDeleted()
    writer.uint(this.#count)
    writer.uint(this.#client)
    writer.uint(0)
    writer.copy(this.#writer.written, 0, this.#writer.size)
  }

  #addWhole(): void {
    this.#closeDeleted()
    const { bytes, start, pos } = this.#cursor
    this.#writer.copy(bytes, start, pos)
    this.#count++
  }

  #addText(structClock: number, from: number, to: number): void {
    this.#closeDeleted()
    const { bytes, textStart, pos: stop, length } = this.#cursor
    const first = cutUtf16(bytes, textStart, from - structClock)
    const last = cutUtf16(bytes, textStart, to - structClock)
    // Half of a surrogate pair is no character of its own, nor is it in Yjs.
    const headBytes = first.halvesPair ? replacementBytes.length : 0
    const textEnd = to - structClock === length ? stop : last.halvesPair ? last.pos - 4 : last.pos
    const tailBytes = last.halvesPair ? replacementBytes.length : 0
    this.#writeHead(structClock, from, structRef.string)
    this.#writer.uint(headBytes + textEnd - first.pos + tailBytes)
    this.#writer.copy(replacementBytes, 0, headBytes)
    this.#writer.copy(bytes, first.pos, textEnd)
    this.#writer.copy(replacementBytes, 0, tailBytes)
    this.#count++
  }

  #addDeleted(structClock: number, from: number, to: number): void {
    const { originClient, originClock, rightClient, rightClock } = this.#cursor
    const followsOrigin =
      from > structClock || (originClock === from - 1 && originClient === this.#client && from > 0)
    const hasSameRight =
      this.#rightClock === rightClock && (rightClock < 0 || this.#rightClient === rightClient)
    if (this.#deletedLength > 0 && this.#deletedEnd === from && followsOrigin && hasSameRight) {
      this.#deletedLength += to - from
      this.#deletedEnd = to
      return
    }
    this.#closeDeleted()
    this.#writeHead(structClock, from, structRef.deleted)
    this.#deletedLength = to - from
    this.#deletedEnd = to
    this.#rightClient = rightClient
    this.#rightClock = rightClock
    this.#count++
  }

  #closeDeleted(): void {
    if (this.#deletedLength > 0) this.#writer.uint(this.#deletedLength)
    this.#deletedLength = 0
  }

  /** All that comes before the content, of a part that begins at a clock. */
  #writeHead(structClock: number, from: number, ref: number): void {
    const { bytes, start, contentStart, info, rightClient, rightClock } = this.#cursor
    const writer = this.#writer
    const flags = info & ~infoBit.ref
    if (from === structClock) {
      writer.byte(flags | ref)
      return writer.copy(bytes, start + 1, contentStart)
    }
    writer.byte(flags | infoBit.origin | ref)
    writer.uint(this.#client)
    writer.uint(from - 1)
    if (rightClock < 0) return
    writer.uint(rightClient)
    writer.uint(rightClock)
  }
}

function isAllDeleted(deleted: DeleteSet, client: number, start: number, end: number): boolean {
  let isAll = true
  deleted.forEachMissing(client, start, end, () => (isAll = false))
  return isAll
}
