import { crc32, zstdDecompress } from 'node:zlib'
import { promisify } from 'node:util'

import { zstdRuns } from '#storage/columns/pack-run'
import type { RunPacker } from '#storage/columns/run-packer'
import type {
  DocumentRecord,
  PackedDocument,
  RecordWishes,
  StoredEntry,
} from '#storage/document-update-store'
import { checkLength, damaged, endsBefore, entriesOfRow, tooLong, type RunRow } from '#storage/log-rows'
import { countUpdates, own, packRuns } from '#storage/packed-updates'
import { storedChecksum } from '#storage/postgres/append-statements'
import type { Queries, Statement } from '#storage/postgres/postgres-database'
import { decodeRun } from '#storage/run-codec'

export type DocumentRow = {
  readonly key: number
  readonly last_sequence: number
  readonly snapshot_sequence: number
  readonly changed_at: number
  readonly forgotten_through: number
}

/** Off the event loop: what is decompressed may be megabytes. */
const decompress = promisify(zstdDecompress)

/** What reads the history: its chunks are unpacked elsewhere. */
export type HistoryReader = { readonly queries: Queries; readonly packer: Pick<RunPacker, 'unpack'> }

type ChunkRow = RunRow & { readonly format: number; readonly run_bytes: number | null }

/** CRC-32 of a chunk and, but for those of the first format there was, of how it is to be read. */
export function chunkChecksum(format: number, bytes: Uint8Array): number {
  return crc32(bytes, format === zstdRuns ? 0 : format)
}

const findDocument: Statement = {
  name: 'find-document',
  text: 'SELECT key, last_sequence, snapshot_sequence, changed_at, forgotten_through FROM documents WHERE id = $1',
}
const findSnapshot: Statement = {
  name: 'find-snapshot',
  text: 'SELECT sequence, checksum, bytes FROM snapshots WHERE document_key = $1',
}
const listRuns: Statement = {
  name: 'list-runs',
  text: `SELECT first_sequence, last_sequence, checksum, bytes FROM runs
    WHERE document_key = $1 AND last_sequence > $2 ORDER BY last_sequence LIMIT $3`,
}
const nextChunk: Statement = {
  name: 'next-chunk',
  text: `SELECT first_sequence, last_sequence, checksum, bytes, format, run_bytes FROM history
    WHERE document_key = $1 AND last_sequence > $2 ORDER BY last_sequence LIMIT 1`,
}
const firstSince: Statement = {
  name: 'first-since',
  text: 'SELECT min(first_sequence) AS sequence FROM history WHERE document_key = $1 AND last_received_at > $2',
}
const sizeBehind: Statement = {
  name: 'size-behind',
  // What an earlier version packed unpacks to no less than it takes.
  text: `SELECT coalesce(sum(coalesce(run_bytes, octet_length(bytes))), 0)::bigint AS bytes FROM history
    WHERE document_key = $1 AND last_sequence > $2`,
}

export async function findDocumentRow(
  queries: Queries,
  documentId: string,
): Promise<DocumentRow | undefined> {
  const [document] = await queries.query<DocumentRow>(findDocument, [documentId])
  return document
}

/** The live log's rows that reach behind a sequence, in order, each one checked. @throws {StorageError} `damaged` */
export async function readRuns(
  queries: Queries,
  documentId: string,
  { key }: DocumentRow,
  afterSequence: number,
  limit: number | null = null,
): Promise<RunRow[]> {
  const rows = await queries.query<RunRow>(listRuns, [key, afterSequence, limit])
  let last: number | undefined
  for (const row of rows) {
    const follows =
      last === undefined ? row.first_sequence <= afterSequence + 1 : row.first_sequence === last + 1
    const checksum = storedChecksum(documentId, row.last_sequence - row.first_sequence + 1, row.bytes)
    if (!follows || checksum !== row.checksum)
      throw damaged(documentId, `entry ${(last ?? afterSequence) + 1} is missing or changed`)
    last = row.last_sequence
  }
  return rows
}

/** All that makes the present state; as of one moment in a transaction that reads. */
export async function loadDocument(
  queries: Queries,
  documentId: string,
): Promise<PackedDocument | undefined> {
  const document = await findDocumentRow(queries, documentId)
  if (!document) return undefined
  const { snapshot_sequence: snapshotSequence, last_sequence: lastSequence } = document
  const snapshot = await readSnapshot(queries, documentId, document)
  const rows = await readRuns(queries, documentId, document, snapshotSequence)
  for (const row of rows) checkLength(documentId, row)
  const packed = packRuns(rows.map(({ bytes }) => bytes))
  if (snapshotSequence + countUpdates(packed) !== lastSequence)
    throw damaged(documentId, 'the newest entries are missing')
  return { snapshot, snapshotSequence, lastSequence, changedAt: document.changed_at, ...packed }
}

async function readSnapshot(
  queries: Queries,
  documentId: string,
  document: DocumentRow,
): Promise<Uint8Array | null> {
  type SnapshotRow = { sequence: number; checksum: number; bytes: Buffer }
  const [snapshot] = await queries.query<SnapshotRow>(findSnapshot, [document.key])
  if ((snapshot?.sequence ?? 0) !== document.snapshot_sequence)
    throw damaged(documentId, 'the snapshot is missing')
  if (!snapshot) return null
  if (snapshot.checksum !== crc32(snapshot.bytes)) throw damaged(documentId, 'the snapshot is changed')
  return own(await decompress(snapshot.bytes))
}

/** The chunk that reaches behind a sequence, as a run. @throws {StorageError} `damaged` where there is none. */
export async function chunkBehind(
  { queries, packer }: HistoryReader,
  documentId: string,
  { key }: DocumentRow,
  sequence: number,
): Promise<RunRow> {
  const [chunk] = await queries.query<ChunkRow>(nextChunk, [key, sequence])
  if (!chunk || chunk.checksum !== chunkChecksum(chunk.format, chunk.bytes))
    throw damaged(documentId, 'its history is changed')
  const { format, bytes, run_bytes: runBytes } = chunk
  return { ...chunk, bytes: await packer.unpack(format, bytes, runBytes) }
}

export async function readDocumentEntries(
  reader: HistoryReader,
  documentId: string,
  afterSequence: number,
  limit: number,
): Promise<StoredEntry[]> {
  const { queries } = reader
  const document = await findDocumentRow(queries, documentId)
  if (!document) return []
  const found: StoredEntry[] = []
  const start = Math.max(afterSequence, await begin(queries, documentId, document))
  const reached = (): number => found.at(-1)?.sequence ?? start
  while (found.length < limit && reached() < document.snapshot_sequence) {
    // oxlint-disable-next-line no-await-in-loop -- as many as it takes
    const chunk = await chunkBehind(reader, documentId, document, reached())
    const entries = decodeRun(documentId, chunk.first_sequence, chunk.bytes)
    const wanted = entries.filter(({ sequence }) => sequence > reached())
    if (wanted[0]?.sequence !== reached() + 1) throw damaged(documentId, 'its history has a gap')
    found.push(...wanted.slice(0, limit - found.length))
  }
  const missing = limit - found.length
  if (missing > 0) {
    const after = reached()
    for (const row of await readRuns(queries, documentId, document, after, missing))
      for (const entry of entriesOfRow(documentId, row)) if (entry.sequence > after) found.push(entry)
  }
  const entries = found.slice(0, limit)
  const last = entries.at(-1)?.sequence ?? start
  if (entries.length < limit && last < document.last_sequence)
    throw damaged(documentId, 'the newest entries are missing')
  return entries
}

export async function readDocumentRecord(
  reader: HistoryReader,
  documentId: string,
  { since, until, maxBytes = Infinity }: RecordWishes,
): Promise<DocumentRecord | undefined> {
  const { queries } = reader
  const document = await findDocumentRow(queries, documentId)
  if (!document) return undefined
  const wanted = since === undefined ? 0 : await placeBefore(queries, document, since)
  const before = Math.max(wanted, await begin(queries, documentId, document))
  const [size] = await queries.query<{ bytes: number }>(sizeBehind, [document.key, before])
  if ((size?.bytes ?? 0) > maxBytes) throw tooLong(documentId, maxBytes)
  const runs: Uint8Array[] = []
  let last = before
  let bytes = 0
  /** @returns whether it goes on behind this */
  const take = (row: RunRow): boolean => {
    if (row.first_sequence !== last + 1) throw damaged(documentId, 'its history has a gap')
    if (until && endsBefore(row.bytes, runs, until)) return false
    bytes += row.bytes.byteLength
    if (bytes > maxBytes) throw tooLong(documentId, maxBytes)
    runs.push(row.bytes)
    last = row.last_sequence
    return true
  }
  let more = true
  while (more && last < document.snapshot_sequence) {
    // oxlint-disable-next-line no-await-in-loop -- one behind the other, until it is too long
    more = take(await chunkBehind(reader, documentId, document, last))
  }
  if (more) more = (await readRuns(queries, documentId, document, last)).every((row) => take(row))
  if (more && last !== document.last_sequence) throw damaged(documentId, 'the newest entries are missing')
  return { runBytes: own(Buffer.concat(runs)), firstSequence: before + 1, lastSequence: last }
}

/** Behind which entry the record begins. @throws {StorageError} `damaged` where it does not begin as it should */
async function begin(queries: Queries, documentId: string, document: DocumentRow): Promise<number> {
  const { key, forgotten_through: through, snapshot_sequence: folded } = document
  if (through === 0) return 0
  const [chunk] = through <= folded ? await queries.query<RunRow>(nextChunk, [key, through - 1]) : []
  if (chunk?.first_sequence !== through || chunk.last_sequence !== through)
    throw damaged(documentId, 'what stands for its forgotten past is missing')
  return through - 1
}

/** Behind which entry all lies that was received after this; the live log is short, and is not looked through. */
async function placeBefore(queries: Queries, document: DocumentRow, since: number): Promise<number> {
  const [first] = await queries.query<{ sequence: number | null }>(firstSince, [document.key, since])
  return first === undefined || first.sequence === null ? document.snapshot_sequence : first.sequence - 1
}
