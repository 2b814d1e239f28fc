import { readDeleteSet } from '#collab-server/byte-state/read-delete-set'
import { StructCursor, structRef, fail } from '#collab-server/byte-state/struct-cursor'
import { updateBounds } from '#collab-server/update-bounds'
import { ProtocolError } from '#protocol/protocol-error'
import type { WaitingStructs } from '#collab-server/byte-state/waiting-structs'

/** The structs of one client in an update, as rows of its scan. */
export type ScannedBlock = {
  readonly client: number
  /** Rows, from the first up to but not including the last. */
  readonly from: number
  readonly to: number
}

const startCapacity = 64
const keptCapacity = 1 << 14

/**
 * One update read through, checked and laid out in columns: a row for each struct and for each deleted range.
 * Made once and used for update after update, so that reading one leaves almost nothing to collect.
 *
 * An update (yjs/src/utils/encoding.js) is
 *
 *     varUint blocks; each: varUint structs, varUint client, varUint clock of the first, the structs
 *     the delete set
 */
export class ScannedUpdate {
  readonly #cursor = new StructCursor()
  #capacity = 0
  #rangeCapacity = 0

  bytes: Uint8Array = new Uint8Array()
  /** In the order in which they came; Skips are left out. */
  blocks: ScannedBlock[] = []
  rows = 0
  clock = new Int32Array()
  end = new Int32Array()
  start = new Int32Array()
  stop = new Int32Array()
  contentStart = new Int32Array()
  textStart = new Int32Array()
  info = new Uint8Array()
  originClient = new Float64Array()
  originClock = new Int32Array()
  rightClient = new Float64Array()
  rightClock = new Int32Array()
  parentClient = new Float64Array()
  parentClock = new Int32Array()

  ranges = 0
  rangeClient = new Float64Array()
  rangeStart = new Int32Array()
  rangeEnd = new Int32Array()

  /** Rows of the update itself; those behind are of structs that waited. */
  ownRows = 0
  #otherSources: Uint8Array[] = []

  /** Where the update ends; there may be bytes behind it, which Yjs does not read. */
  updateEnd = 0
  /** Whether something is of a type with contents of its own. */
  hasTypes = false

  /** @throws {ProtocolError} `malformed`, or `tooBig` where it holds more than {@link updateBounds} allow */
  read(bytes: Uint8Array, maxClients: number = updateBounds.maxClients): void {
    this.#reset(bytes)
    const cursor = this.#cursor
    cursor.open(bytes)
    const blockCount = cursor.uint()
    if (blockCount > maxClients) throw new ProtocolError('tooBig', 'too many clients')
    const clients = blockCount > 1 ? new Set<number>() : undefined
    for (let left = blockCount; left > 0; left--) {
      const client = this.#readBlock()
      if (clients && clients.size === clients.add(client).size) fail('two blocks of one client')
    }
    this.ownRows = this.rows
    readDeleteSet(cursor, (client, start, end) => this.#addRange(client, start, end))
    this.updateEnd = cursor.pos
  }

  /** Adds structs that came earlier as rows behind those of the update. @returns where they are */
  addAllWaiting(waiting: WaitingStructs): ScannedBlock[] {
    const cursor = this.#cursor
    return [...waiting.clients].map((client) => {
      const from = this.rows
      for (const { bytes, clock } of waiting.of(client)) {
        cursor.open(bytes)
        cursor.readStruct(client, clock)
        this.#otherSources.push(bytes)
        this.#addRow(cursor, clock)
      }
      return { client, from, to: this.rows }
    })
  }

  /** The bytes in which a row's struct begins at `start` and ends at `stop`. */
  sourceOf(row: number): Uint8Array {
    return row < this.ownRows ? this.bytes : (this.#otherSources[row - this.ownRows] as Uint8Array)
  }

  #addRow(cursor: StructCursor, clock: number): void {
    if (this.rows === this.#capacity) this.#grow()
    const row = this.rows++
    this.clock[row] = clock
    this.end[row] = clock + cursor.length
    this.start[row] = cursor.start
    this.stop[row] = cursor.pos
    this.contentStart[row] = cursor.contentStart
    this.textStart[row] = cursor.textStart
    this.info[row] = cursor.info
    this.originClient[row] = cursor.originClient
    this.originClock[row] = cursor.originClock
    this.rightClient[row] = cursor.rightClient
    this.rightClock[row] = cursor.rightClock
    this.parentClient[row] = cursor.parentClient
    this.parentClock[row] = cursor.parentClock
  }

  /** @returns the client. */
  #readBlock(): number {
    const cursor = this.#cursor
    const count = cursor.uint()
    const client = cursor.uint()
    let clock = cursor.clock()
    const from = this.rows
    for (let left = count; left > 0; left--) {
      cursor.readStruct(client, clock)
      if (cursor.ref !== structRef.skip) this.#addRow(cursor, clock)
      if (cursor.ref === structRef.type) this.hasTypes = true
      clock += cursor.length
    }
    if (this.rows > from) this.blocks.push({ client, from, to: this.rows })
    return client
  }

  #addRange(client: number, start: number, end: number): void {
    if (this.ranges === this.#rangeCapacity) this.#growRanges()
    const range = this.ranges++
    this.rangeClient[range] = client
    this.rangeStart[range] = start
    this.rangeEnd[range] = end
  }

  #reset(bytes: Uint8Array): void {
    this.bytes = bytes
    this.blocks = []
    this.rows = 0
    this.ownRows = 0
    this.#otherSources = []
    this.ranges = 0
    this.hasTypes = false
    // What one huge update needed is not kept for ever.
    if (this.#capacity > keptCapacity) this.#capacity = 0
    if (this.#rangeCapacity > keptCapacity) this.#rangeCapacity = 0
  }

  #grow(): void {
    if (this.#capacity >= updateBounds.maxStructs) throw new ProtocolError('tooBig', 'too many structs')
    const capacity = Math.max(startCapacity, this.#capacity * 2)
    const keep = this.#capacity
    const ints = (old: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> =>
      grown(new Int32Array(capacity), old, keep)
    const floats = (old: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> =>
      grown(new Float64Array(capacity), old, keep)
    this.clock = ints(this.clock)
    this.end = ints(this.end)
    this.start = ints(this.start)
    this.stop = ints(this.stop)
    this.contentStart = ints(this.contentStart)
    this.textStart = ints(this.textStart)
    this.info = grown(new Uint8Array(capacity), this.info, keep)
    this.originClient = floats(this.originClient)
    this.originClock = ints(this.originClock)
    this.rightClient = floats(this.rightClient)
    this.rightClock = ints(this.rightClock)
    this.parentClient = floats(this.parentClient)
    this.parentClock = ints(this.parentClock)
    this.#capacity = capacity
  }

  #growRanges(): void {
    const capacity = Math.max(startCapacity, this.#rangeCapacity * 2)
    const keep = this.#rangeCapacity
    this.rangeClient = grown(new Float64Array(capacity), this.rangeClient, keep)
    this.rangeStart = grown(new Int32Array(capacity), this.rangeStart, keep)
    this.rangeEnd = grown(new Int32Array(capacity), this.rangeEnd, keep)
    this.#rangeCapacity = capacity
  }
}

function grown<Column extends Float64Array | Int32Array | Uint8Array>(
  to: Column,
  from: Column,
  keep: number,
): Column {
  if (keep > 0) to.set(keep < from.length ? from.subarray(0, keep) : from)
  return to
}
