import { readDeleteSet } from '#collab-server/byte-state/read-delete-set'
import { structRef, type StructCursor } from '#collab-server/byte-state/struct-cursor'
import { StructStore } from '#collab-server/byte-state/struct-store'

const pageBytes = 4 << 10

/**
 * Makes a store of a whole document without copying anything: its structs stay where they are, and only where
 * to find them is noted, page by page.
 * The bytes are then the whole document as an update, too.
 * @returns undefined where something waits for what is not there, which then has to be sorted out.
 * @throws {ProtocolError} `malformed`
 */
export function adoptSnapshot(bytes: Uint8Array, cursor: StructCursor): StructStore | undefined {
  const store = new StructStore(cursor)
  /** The highest clock that others hang on, by client. */
  const needed = new Map<number, number>()
  cursor.open(bytes)
  for (let blocks = cursor.uint(); blocks > 0; blocks--) {
    const count = cursor.uint()
    const client = cursor.uint()
    if (cursor.uint() !== 0 || store.runs.has(client)) return undefined
    if (count > 0 && !adoptBlock(store, cursor, client, count, needed)) return undefined
  }
  for (const [client, clock] of needed) if (clock >= store.clockOf(client)) return undefined
  readDeleteSet(cursor, (client, start, end) => store.deleted.add(client, start, end, store.clockOf(client)))
  return cursor.pos === bytes.byteLength ? store : undefined
}

/** @returns whether it has no gap. */
function adoptBlock(
  store: StructStore,
  cursor: StructCursor,
  client: number,
  count: number,
  needed: Map<number, number>,
): boolean {
  const run = store.runOf(client)
  let clock = 0
  let pageStart = cursor.pos
  let onPage = 0
  for (let left = count; left > 0; left--) {
    cursor.readStruct(client, clock)
    const { ref, length } = cursor
    if (ref === structRef.skip) return false
    if (ref === structRef.gc || ref === structRef.deleted)
      store.deleted.add(client, clock, clock + length, clock + length)
    if (cursor.originClock >= 0 && cursor.originClient !== client)
      need(needed, cursor.originClient, cursor.originClock)
    if (cursor.rightClock >= 0 && cursor.rightClient !== client)
      need(needed, cursor.rightClient, cursor.rightClock)
    if (cursor.parentClock >= 0 && cursor.parentClient !== client)
      need(needed, cursor.parentClient, cursor.parentClock)
    clock += length
    onPage++
    if (left > 1 && cursor.pos - pageStart < pageBytes) continue
    run.adopt(cursor.bytes, pageStart, cursor.pos, onPage, clock)
    pageStart = cursor.pos
    onPage = 0
  }
  return true
}

function need(needed: Map<number, number>, client: number, clock: number): void {
  if (clock > (needed.get(client) ?? -1)) needed.set(client, clock)
}
