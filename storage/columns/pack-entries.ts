import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib'

import { ColumnReader, ColumnWriter } from '#storage/columns/byte-column'
import { placeIn, UpdatePacker, valueColumns } from '#storage/columns/update-packer'
import { UpdateUnpacker } from '#storage/columns/update-unpacker'
import type { JournalEntry, StoredEntry } from '#storage/document-update-store'

/** Higher ones take fifteen times as long for one part in fifty to ten. */
const quality = 6
const lowByte = 256

/**
 * Entries of one document that follow each other, in columns, by Brotli:
 *
 *     varUint entries
 *     varUint writers; each: varString user id, varString session id
 *     varUint clients; each: varUint client id
 *     varUint shapes; each: varBytes, see `UpdatePacker`
 *     varBytes for each entry a varUint, the place of its writer
 *     varBytes for each entry the low byte of the milliseconds since the entry before
 *     varBytes for each entry what is above that, as a signed number
 *     varBytes for each entry a varUint, the place of its shape
 *     varBytes the parts of the updates, one for each of `valueColumns`
 */
export function packEntries(entries: readonly JournalEntry[]): Uint8Array {
  const writers = new Map<string, number>()
  const names = new ColumnWriter()
  const [writerColumn, lowTimes, highTimes] = [new ColumnWriter(), new ColumnWriter(), new ColumnWriter()]
  const updates = new UpdatePacker()
  let before = 0
  for (const { userId, sessionId, receivedAt, update } of entries) {
    const known = writers.size
    const writer = placeIn(writers, `${userId.length} ${userId}${sessionId}`)
    if (writer === known) for (const name of [userId, sessionId]) names.block(Buffer.from(name))
    writerColumn.uint(writer)
    const high = Math.floor((receivedAt - before) / lowByte)
    lowTimes.byte(receivedAt - before - high * lowByte)
    highTimes.int(high)
    before = receivedAt
    updates.add(update, writer)
  }
  const all = new ColumnWriter()
  all.uint(entries.length)
  all.uint(writers.size)
  all.copy(names.written, 0, names.length)
  const clients = updates.clientsInOrder
  all.uint(clients.length)
  for (const client of clients) all.uint(client)
  const shapes = updates.shapesInOrder
  all.uint(shapes.length)
  for (const shape of shapes) all.block(shape)
  const values = valueColumns.map((name) => updates.columns[name])
  for (const column of [writerColumn, lowTimes, highTimes, updates.shapes, ...values])
    all.block(column.written)
  return brotliCompressSync(all.written, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: quality,
      [constants.BROTLI_PARAM_SIZE_HINT]: all.length,
    },
  })
}

/**
 * What {@link packEntries} packed, with the same bytes in each update.
 * @throws {Error} where it is not whole
 */
export function unpackEntries(documentId: string, firstSequence: number, packed: Uint8Array): StoredEntry[] {
  const all = new ColumnReader(brotliDecompressSync(packed))
  const count = all.uint()
  const writers = list(all, () => [toText(all.block()), toText(all.block())] as const)
  const clients = list(all, () => all.uint())
  const knownShapes = list(all, () => all.block())
  const column = (): ColumnReader => new ColumnReader(all.block())
  const [writerColumn, lowTimes, highTimes, shapes] = [column(), column(), column(), column()]
  const [sizes, clocks, text, rest] = [column(), column(), column(), column()]
  const updates = new UpdateUnpacker({ shapes, knownShapes, clients, sizes, clocks, text, rest })
  // Together: thousands of small buffers would take longer than all else.
  const bytes = new ColumnWriter()
  const ends: number[] = []
  const about: Omit<StoredEntry, 'update'>[] = []
  let receivedAt = 0
  for (let index = 0; index < count; index++) {
    const place = writerColumn.uint()
    const [userId, sessionId] = writers[place] ?? notWhole()
    receivedAt += lowTimes.byte() + highTimes.int() * lowByte
    const update = updates.next(place)
    bytes.copy(update, 0, update.byteLength)
    ends.push(bytes.length)
    about.push({ documentId, sequence: firstSequence + index, receivedAt, userId, sessionId })
  }
  const { buffer, byteOffset } = bytes.written
  return about.map((entry, index) => {
    const start = index === 0 ? 0 : (ends[index - 1] as number)
    return { ...entry, update: new Uint8Array(buffer, byteOffset + start, (ends[index] as number) - start) }
  })
}

function list<Item>(reader: ColumnReader, read: () => Item): Item[] {
  const items: Item[] = []
  for (let left = reader.uint(); left > 0; left--) items.push(read())
  return items
}

const toText = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8')

function notWhole(): never {
  throw new RangeError('entries of nobody')
}
