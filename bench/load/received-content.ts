import { ByteCursor } from './byte-cursor.ts'

/** What is typed in a room, and so what has to arrive. */
export type ExpectedContent = {
  /** The UTF-16 unit that a client inserted with this clock. */
  unitAt(clientId: number, clock: number): number
  /** How many units each client has inserted so far. */
  readonly inserted: ReadonlyMap<number, number>
  /** How many deletions of single units there have been so far. */
  readonly deletions: number
}

const [gc, deletedContent, stringContent, skip] = [0, 1, 4, 10]
const maxProblems = 5

/**
 * What somebody received, read from the bytes of Yjs updates (V1) without building a document: every
 * inserted unit in order, once, and the one that was typed; every deletion once and after its insertion.
 */
export class ReceivedContent {
  /** The first few things that were not as they should be. */
  readonly problems: string[] = []
  /** Units that came a second time. */
  doubled = 0
  deletions = 0
  readonly #expected: ExpectedContent
  readonly #next = new Map<number, number>()
  readonly #deleted = new Map<number, Uint8Array>()
  readonly #onInserted: ((clientId: number, from: number, to: number) => void) | undefined
  readonly #own: number | undefined
  readonly #cursor = new ByteCursor(new Uint8Array())

  /** `own`: the client id of whoever receives it, to whom a server need not send what it wrote itself. */
  constructor(
    expected: ExpectedContent,
    own?: number,
    onInserted?: (clientId: number, from: number, to: number) => void,
  ) {
    this.#expected = expected
    this.#own = own
    this.#onInserted = onInserted
  }

  received(clientId: number): number {
    return this.#next.get(clientId) ?? 0
  }

  /** Whether everything typed so far has come. */
  isComplete(): boolean {
    const { inserted, deletions } = this.#expected
    const isWriter = this.#own !== undefined && (inserted.get(this.#own) ?? 0) > 0
    if (!isWriter && this.deletions < deletions) return false
    for (const [clientId, count] of inserted) {
      if (clientId !== this.#own && this.received(clientId) < count) return false
    }
    return true
  }

  /** Takes a Yjs update (V1) that lies somewhere in a buffer. */
  readUpdate(bytes: Uint8Array, start: number, end: number): void {
    const cursor = this.#cursor
    cursor.bytes = bytes
    cursor.position = start
    cursor.end = end
    for (let clients = cursor.readVarUint(); clients > 0; clients--) this.#readStructs(cursor)
    for (let clients = cursor.readVarUint(); clients > 0; clients--) this.#readDeletions(cursor)
    if (!cursor.isAtEnd) this.#complain('an update has bytes behind its end')
  }

  #readStructs(cursor: ByteCursor): void {
    const count = cursor.readVarUint()
    const clientId = cursor.readVarUint()
    let clock = cursor.readVarUint()
    const first = clock
    let isGap = false
    for (let index = 0; index < count; index++) {
      const info = cursor.readByte()
      const kind = info & 0x1f
      if (kind === skip) {
        clock += cursor.readVarUint()
        isGap = true
        continue
      }
      if (kind !== gc) skipPlace(cursor, info)
      clock = this.#readContent(cursor, kind, clientId, clock)
    }
    if (isGap) this.#complain(`an update of client ${clientId} has a gap behind ${first}`)
  }

  /** Returns the clock behind the content. */
  #readContent(cursor: ByteCursor, kind: number, clientId: number, clock: number): number {
    if (kind === gc || kind === deletedContent) {
      const length = cursor.readVarUint()
      return this.#advance(clientId, clock, clock + length)
    }
    if (kind !== stringContent) throw new Error(`content ${kind} was never typed`)
    const length = cursor.readVarUint()
    const start = cursor.skip(length)
    const { bytes } = cursor
    let end = clock
    for (let index = start; index < start + length; index++) {
      const byte = bytes[index] ?? 0
      if (byte >= 0x80) {
        const text = Buffer.from(bytes.buffer, bytes.byteOffset + start, length).toString()
        return this.#readText(text, clientId, clock)
      }
      if (byte !== this.#expected.unitAt(clientId, end)) this.#complainOfContent(clientId, end)
      end++
    }
    return this.#advance(clientId, clock, end)
  }

  #readText(text: string, clientId: number, clock: number): number {
    for (let index = 0; index < text.length; index++) {
      if (text.charCodeAt(index) !== this.#expected.unitAt(clientId, clock + index))
        this.#complainOfContent(clientId, clock + index)
    }
    return this.#advance(clientId, clock, clock + text.length)
  }

  #advance(clientId: number, from: number, to: number): number {
    const next = this.received(clientId)
    if (from > next && clientId !== this.#own)
      this.#complain(`client ${clientId}: ${from} came and ${next} had not`)
    if (from < next) {
      this.doubled += Math.min(to, next) - from
      this.#complain(`client ${clientId}: ${from} came twice`)
    }
    if (to <= next) return to
    this.#next.set(clientId, to)
    this.#onInserted?.(clientId, next, to)
    return to
  }

  #readDeletions(cursor: ByteCursor): void {
    const clientId = cursor.readVarUint()
    for (let ranges = cursor.readVarUint(); ranges > 0; ranges--) {
      const from = cursor.readVarUint()
      const to = from + cursor.readVarUint()
      if (to > this.received(clientId)) this.#complain(`client ${clientId}: ${to} was deleted before it came`)
      for (let clock = from; clock < to; clock++) this.#delete(clientId, clock)
    }
  }

  #delete(clientId: number, clock: number): void {
    let marks = this.#deleted.get(clientId)
    if (!marks || marks.length <= clock) {
      const larger = new Uint8Array(Math.max(1024, 2 * (clock + 1)))
      if (marks) larger.set(marks)
      this.#deleted.set(clientId, larger)
      marks = larger
    }
    if (marks[clock] === 1) this.#complain(`client ${clientId}: ${clock} was deleted twice`)
    else this.deletions++
    marks[clock] = 1
  }

  #complainOfContent(clientId: number, clock: number): void {
    this.#complain(`client ${clientId}: another character came as ${clock}`)
  }

  #complain(problem: string): void {
    if (this.problems.length < maxProblems) this.problems.push(problem)
  }
}

/** Passes over where in the document an item stands. */
function skipPlace(cursor: ByteCursor, info: number): void {
  if (info & 0x80) skipId(cursor)
  if (info & 0x40) skipId(cursor)
  if (info & 0xc0) return
  if (cursor.readVarUint() === 1) cursor.skip(cursor.readVarUint())
  else skipId(cursor)
  if (info & 0x20) cursor.skip(cursor.readVarUint())
}

function skipId(cursor: ByteCursor): void {
  cursor.readVarUint()
  cursor.readVarUint()
}
