import type { RecordUntil, StoredEntry } from '#storage/document-update-store'
import { decodeRun, encodeRun, RunCursor } from '#storage/run-codec'
import { StorageError } from '#storage/storage-error'

/** A row of a document's live log: entries that follow each other, as one run. */
export type RunRow = {
  readonly first_sequence: number
  readonly last_sequence: number
  readonly checksum: number
  readonly bytes: Uint8Array
}

/** Runs behind one another, on their way to the history. */
export type Chunk = { readonly first: Place; last: Place; readonly runs: Uint8Array[] }

type Place = Pick<StoredEntry, 'sequence' | 'receivedAt'>

/** A chunk is unpacked whole to read one entry of it, so it is kept small; of its runs, some 40,000 letters typed. */
const maxChunkBytes = 1 << 20

export function damaged(documentId: string, what: string, cause?: unknown): StorageError {
  return new StorageError('damaged', `document ${JSON.stringify(documentId)}: ${what}`, cause)
}

export function tooLong(documentId: string, maxBytes: number): StorageError {
  return new StorageError('tooLong', `more than ${maxBytes} bytes of ${JSON.stringify(documentId)}`)
}

/** @throws {StorageError} `damaged` */
export function entriesOfRow(documentId: string, row: RunRow): StoredEntry[] {
  const entries = decodeRow(documentId, () => decodeRun(documentId, row.first_sequence, row.bytes))
  if (entries.at(-1)?.sequence !== row.last_sequence) throw damaged(documentId, 'its log has a gap')
  return entries
}

/** That a row has the entries that it says. @throws {StorageError} `damaged` */
export function checkLength(documentId: string, row: RunRow): void {
  const { count } = decodeRow(documentId, () => summary(row.bytes))
  if (row.first_sequence + count - 1 !== row.last_sequence) throw damaged(documentId, 'its log has a gap')
}

/**
 * The live log up to a sequence in chunks, and what of its last row is behind that.
 * @throws {StorageError} `damaged` where the log does not reach so far
 */
export function takeChunks(
  documentId: string,
  rows: Iterable<RunRow>,
  through: number,
): { chunks: Chunk[]; rest: StoredEntry[] } {
  const chunks: Chunk[] = []
  let bytes = Infinity
  let rest: StoredEntry[] = []
  for (const row of rows) {
    if (row.first_sequence > through) break
    let run = row.bytes
    if (row.last_sequence > through) {
      const entries = entriesOfRow(documentId, row)
      const taken = entries.filter(({ sequence }) => sequence <= through)
      rest = entries.slice(taken.length)
      run = encodeRun(taken)
    }
    const { count, firstAt, lastAt } = summary(run)
    if (bytes + run.byteLength > maxChunkBytes) {
      const first = { sequence: row.first_sequence, receivedAt: firstAt }
      chunks.push({ first, last: first, runs: [] })
      bytes = 0
    }
    const chunk = chunks.at(-1) as Chunk
    chunk.runs.push(run)
    chunk.last = { sequence: row.first_sequence + count - 1, receivedAt: lastAt }
    bytes += run.byteLength
  }
  if (chunks.at(-1)?.last.sequence !== through) throw damaged(documentId, 'the newest entries are missing')
  return { chunks, rest }
}

/** Whether the beginning of a record, of which so many runs are taken, ends before this one. */
export function endsBefore(
  run: Uint8Array,
  taken: readonly Uint8Array[],
  { receivedAt, enoughBytes }: RecordUntil,
): boolean {
  const bytes = taken.slice(1).reduce((sum, { byteLength }) => sum + byteLength, 0)
  if (taken.length > 1 && bytes >= enoughBytes) return true
  const cursor = new RunCursor(run)
  return cursor.next() && cursor.receivedAt >= receivedAt
}

function summary(run: Uint8Array): { count: number; firstAt: number; lastAt: number } {
  const cursor = new RunCursor(run)
  let firstAt = 0
  while (cursor.next()) if (cursor.count === 1) firstAt = cursor.receivedAt
  return { count: cursor.count, firstAt, lastAt: cursor.receivedAt }
}

function decodeRow<Value>(documentId: string, decode: () => Value): Value {
  try {
    return decode()
  } catch (error) {
    throw damaged(documentId, 'its log does not decode', error)
  }
}
