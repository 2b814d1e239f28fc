import { ByteWriter } from '#collab-server/byte-state/byte-writer'
import { ClockRanges } from '#collab-server/byte-state/clock-ranges'
import { byteRoomStates } from '#collab-server/byte-state/open-byte-room-state'
import { ScannedUpdate } from '#collab-server/byte-state/scanned-update'
import { lifeFlag, lifeKinds } from '#protocol/document-life'
import { ProtocolError } from '#protocol/protocol-error'
import { RunCursor } from '#storage/run-codec'

const openRoomState = byteRoomStates()
const nothing = Uint8Array.of(0)

/**
 * All that was ever written to a document, as `readDocumentLife` reads it. No Y.Doc is made: who wrote which clocks stands
 * in the updates, and what is deleted is kept by the room state, which takes in each struct as it came.
 * @param runBytes all entries of the document as one run
 * @param firstSequence of the first of them
 */
export function lifeOfRun(runBytes: Uint8Array, firstSequence = 1): Uint8Array<ArrayBuffer> {
  const updates: Uint8Array[] = []
  const scribe = new LifeScribe(firstSequence - 1)
  const cursor = new RunCursor(runBytes)
  const bytes = Buffer.from(runBytes.buffer, runBytes.byteOffset, runBytes.byteLength)
  let [userId, sessionId] = ['', '']
  while (cursor.next()) {
    if (cursor.userStart >= 0) userId = bytes.toString('utf8', cursor.userStart, cursor.userEnd)
    if (cursor.sessionStart >= 0) sessionId = bytes.toString('utf8', cursor.sessionStart, cursor.sessionEnd)
    const update = runBytes.subarray(cursor.updateStart, cursor.updateEnd)
    updates.push(update)
    scribe.note(update, { userId, sessionId, receivedAt: cursor.receivedAt })
  }
  const state = openRoomState({ snapshot: null, updates, snapshotSequence: 0, lastSequence: 0, changedAt: 0 })
  try {
    return scribe.finish(state.encodeStateAsUpdate(nothing))
  } finally {
    state.destroy()
  }
}

type Writer = { readonly userId: string; readonly sessionId: string; readonly receivedAt: number }

/** Clocks of a client, by its place in the list. */
type Pieces = number[]

/** Writes down entry by entry what each brought and what it took away. */
class LifeScribe {
  readonly #scan = new ScannedUpdate()
  readonly #entries = new ByteWriter(1 << 12)
  readonly #people = new Map<string, number>()
  readonly #clients = new Map<number, number>()
  readonly #born = new Map<number, ClockRanges>()
  readonly #dead = new Map<number, ClockRanges>()
  #count = 0
  #seconds = 0
  #writer = ''
  #lastClient = -1
  #lastClock = 0
  readonly #forgotten: number

  /** @param forgotten how many entries before the first are no longer kept */
  constructor(forgotten: number) {
    this.#forgotten = forgotten
  }

  note(update: Uint8Array, { userId, sessionId, receivedAt }: Writer): void {
    const { births, deaths } = this.#read(update)
    const kind = Math.max(0, lifeKinds.indexOf(sessionId as (typeof lifeKinds)[number]))
    const writer = `${kind}${userId}`
    const seconds = Math.max(this.#seconds, Math.floor(receivedAt / 1_000))
    const [client, clock, length] = births
    const isNextLetter =
      births.length === 3 && length === 1 && client === this.#lastClient && clock === this.#lastClock
    const hasBirths = births.length > 0 && !isNextLetter
    const entries = this.#entries
    const isBehindForgotten = this.#count === 0 && this.#forgotten > 0
    entries.byte(
      (isBehindForgotten ? lifeFlag.forgotten : 0) |
        (writer === this.#writer ? 0 : lifeFlag.writer) |
        (isNextLetter ? lifeFlag.nextLetter : 0) |
        (hasBirths ? lifeFlag.births : 0) |
        (deaths.length > 0 ? lifeFlag.deaths : 0),
    )
    if (isBehindForgotten) entries.uint(this.#forgotten)
    entries.uint(seconds - this.#seconds)
    if (writer !== this.#writer) {
      entries.uint(placeIn(this.#people, userId))
      entries.byte(kind)
    }
    if (isNextLetter) this.#lastClock++
    if (hasBirths) {
      this.#writePieces(births)
      this.#lastClient = births.at(-3) ?? -1
      this.#lastClock = (births.at(-2) ?? 0) + (births.at(-1) ?? 0)
    }
    if (deaths.length > 0) this.#writePieces(deaths)
    this.#writer = writer
    this.#seconds = seconds
    this.#count++
  }

  finish(update: Uint8Array): Uint8Array<ArrayBuffer> {
    const head = new ByteWriter(1 << 10)
    head.uint(this.#people.size)
    for (const userId of this.#people.keys()) {
      const name = Buffer.from(userId)
      head.uint(name.byteLength)
      head.copy(name, 0, name.byteLength)
    }
    head.uint(this.#clients.size)
    for (const client of this.#clients.keys()) head.uint(client)
    head.uint(this.#count)
    const parts = [head.written, this.#entries.written, update]
    const life = new Uint8Array(parts.reduce((sum, { byteLength }) => sum + byteLength, 0))
    let at = 0
    for (const part of parts) {
      life.set(part, at)
      at += part.byteLength
    }
    return life
  }

  /** What an update brings that no earlier one has brought; nothing of one that only Yjs can read. */
  #read(update: Uint8Array): { births: Pieces; deaths: Pieces } {
    const [births, deaths]: [Pieces, Pieces] = [[], []]
    const scan = this.#scan
    try {
      scan.read(update, Infinity)
    } catch (error) {
      if (error instanceof ProtocolError) return { births, deaths }
      throw error
    }
    for (const { client, from, to } of scan.blocks) {
      const known = rangesOf(this.#born, client)
      // Rows lie behind one another, but for what an update leaves out.
      for (let row = from; row < to;) {
        const start = scan.clock[row] as number
        let end = scan.end[row] as number
        for (row++; row < to && scan.clock[row] === end; row++) end = scan.end[row] as number
        this.#addMissing(known, client, start, end, births)
      }
    }
    for (let range = 0; range < scan.ranges; range++) {
      const client = scan.rangeClient[range] as number
      const [start, end] = [scan.rangeStart[range] as number, scan.rangeEnd[range] as number]
      this.#addMissing(rangesOf(this.#dead, client), client, start, end, deaths)
    }
    return { births, deaths }
  }

  #addMissing(known: ClockRanges, client: number, start: number, end: number, pieces: Pieces): void {
    const place = placeIn(this.#clients, client)
    known.forEachMissing(start, end, (from, to) => pieces.push(place, from, to - from))
    known.add(start, end)
  }

  #writePieces(pieces: Pieces): void {
    this.#entries.uint(pieces.length / 3)
    for (const number of pieces) this.#entries.uint(number)
  }
}

function rangesOf(clients: Map<number, ClockRanges>, client: number): ClockRanges {
  let ranges = clients.get(client)
  if (!ranges) clients.set(client, (ranges = new ClockRanges()))
  return ranges
}

function placeIn<Key>(places: Map<Key, number>, key: Key): number {
  const place = places.get(key)
  if (place !== undefined) return place
  places.set(key, places.size)
  return places.size - 1
}
