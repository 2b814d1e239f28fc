import { promisify } from 'node:util'
import { crc32, zstdCompress } from 'node:zlib'

import type { PackedRun } from '#storage/columns/pack-run'
import type { RunPacker } from '#storage/columns/run-packer'
import { takeChunks, type Chunk } from '#storage/log-rows'
import { storedChecksum } from '#storage/postgres/append-statements'
import type { PostgresDatabase, Queries, Statement } from '#storage/postgres/postgres-database'
import { chunkChecksum, findDocumentRow, readRuns, type DocumentRow } from '#storage/postgres/read-documents'
import { encodeRun } from '#storage/run-codec'

const compress = promisify(zstdCompress)

export const lockDocument: Statement = {
  name: 'lock-document',
  text: 'SELECT snapshot_sequence FROM documents WHERE key = $1 FOR NO KEY UPDATE',
}
const addChunk: Statement = {
  name: 'add-chunk',
  text: `INSERT INTO history (document_key, first_sequence, last_sequence, first_received_at, last_received_at,
      checksum, bytes, format, run_bytes)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
}
const dropRuns: Statement = {
  name: 'drop-runs',
  text: 'DELETE FROM runs WHERE document_key = $1 AND first_sequence <= $2',
}
const addRun: Statement = {
  name: 'add-run',
  text: 'INSERT INTO runs (document_key, first_sequence, last_sequence, checksum, bytes) VALUES ($1, $2, $3, $4, $5)',
}
const putSnapshot: Statement = {
  name: 'put-snapshot',
  text: `INSERT INTO snapshots (document_key, sequence, made_at, checksum, bytes) VALUES ($1, $2, $3, $4, $5)
    ON CONFLICT (document_key) DO UPDATE SET sequence = excluded.sequence, made_at = excluded.made_at,
      checksum = excluded.checksum, bytes = excluded.bytes`,
}
const moveSnapshot: Statement = {
  name: 'move-snapshot',
  text: 'UPDATE documents SET snapshot_sequence = $2 WHERE key = $1',
}

/** Others wait for the thread that asks the database. */
export type Packer = Pick<RunPacker, 'pack' | 'unpack'>

type Job = { readonly documentId: string; readonly throughSequence: number; readonly snapshot: Uint8Array }

/** A chunk as its row. */
export type PackedChunk = { readonly chunk: Pick<Chunk, 'first' | 'last'>; readonly packed: PackedRun }

/**
 * Makes a snapshot stand for the entries up to a sequence, which go to the history. All is read and compressed before;
 * whoever writes to the document waits only while the result is put in its place.
 */
export async function compactDocument(database: PostgresDatabase, packer: Packer, job: Job): Promise<void> {
  // Where somebody else put an older snapshot meanwhile, on top of that one.
  // oxlint-disable-next-line no-await-in-loop -- again, until it stands
  while (!(await compactOnce(database, packer, job)));
}

/** @returns false where another compaction was quicker */
async function compactOnce(database: PostgresDatabase, packer: Packer, job: Job): Promise<boolean> {
  const { documentId, throughSequence, snapshot } = job
  const read = await database.transaction('read', async (queries) => {
    const document = await findDocumentRow(queries, documentId)
    if (!document || document.snapshot_sequence >= throughSequence) return undefined
    return { document, rows: await readRuns(queries, documentId, document, document.snapshot_sequence) }
  })
  if (!read) return true
  const { chunks, rest } = takeChunks(documentId, read.rows, throughSequence)
  const packed: PackedChunk[] = []
  for (const chunk of chunks) {
    // oxlint-disable-next-line no-await-in-loop -- a thread at a time
    packed.push({ chunk, packed: await packer.pack(documentId, Buffer.concat(chunk.runs)) })
  }
  const packedSnapshot = await compress(snapshot)
  return database.transaction('write', async (queries) => {
    const { document } = read
    const [now] = await queries.query<Pick<DocumentRow, 'snapshot_sequence'>>(lockDocument, [document.key])
    // Removed meanwhile.
    if (!now) return true
    if (now.snapshot_sequence !== document.snapshot_sequence) return false
    await addChunks(queries, document, packed)
    await queries.query(dropRuns, [document.key, throughSequence])
    if (rest.length > 0) {
      const run = encodeRun(rest)
      const place = [throughSequence + 1, throughSequence + rest.length]
      await queries.query(addRun, [document.key, ...place, storedChecksum(documentId, rest.length, run), run])
    }
    const checksum = crc32(packedSnapshot)
    await queries.query(putSnapshot, [document.key, throughSequence, Date.now(), checksum, packedSnapshot])
    await queries.query(moveSnapshot, [document.key, throughSequence])
    return true
  })
}

export async function addChunks(
  queries: Queries,
  { key }: Pick<DocumentRow, 'key'>,
  chunks: readonly PackedChunk[],
): Promise<void> {
  for (const { chunk, packed } of chunks) {
    const { first, last } = chunk
    const { format, bytes, runBytes } = packed
    const place = [first.sequence, last.sequence, first.receivedAt, last.receivedAt]
    // oxlint-disable-next-line no-await-in-loop -- one connection
    await queries.query(addChunk, [key, ...place, chunkChecksum(format, bytes), bytes, format, runBytes])
  }
}
