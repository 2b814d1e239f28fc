import type { StoredEntry } from '#storage/document-update-store'
import { addChunks, lockDocument, type PackedChunk, type Packer } from '#storage/postgres/compact-document'
import type { PostgresDatabase, Statement } from '#storage/postgres/postgres-database'
import { chunkBehind, findDocumentRow } from '#storage/postgres/read-documents'
import { decodeRun, encodeRun } from '#storage/run-codec'

const dropChunks: Statement = {
  name: 'drop-chunks',
  text: 'DELETE FROM history WHERE document_key = $1 AND last_sequence <= $2',
}
const moveForgotten: Statement = {
  name: 'move-forgotten',
  text: 'UPDATE documents SET forgotten_through = $2 WHERE key = $1',
}

/** Puts an entry in the place of all up to its sequence, where these are folded. */
export async function forgetEntries(
  database: PostgresDatabase,
  packer: Packer,
  entry: StoredEntry,
): Promise<void> {
  const { documentId, sequence } = entry
  await database.transaction('write', async (queries) => {
    const found = await findDocumentRow(queries, documentId)
    if (!found) return
    await queries.query(lockDocument, [found.key])
    // As it is now that nobody else changes it.
    const document = await findDocumentRow(queries, documentId)
    if (!document || sequence > document.snapshot_sequence || sequence <= document.forgotten_through) return
    const chunk = await chunkBehind({ queries, packer }, documentId, document, sequence - 1)
    const entries = decodeRun(documentId, chunk.first_sequence, chunk.bytes)
    const kept = entries.filter((one) => one.sequence > sequence)
    await queries.query(dropChunks, [document.key, chunk.last_sequence])
    await addChunks(queries, document, [
      await packed(packer, [entry]),
      ...(kept.length > 0 ? [await packed(packer, kept)] : []),
    ])
    await queries.query(moveForgotten, [document.key, sequence])
  })
}

async function packed(packer: Packer, entries: readonly StoredEntry[]): Promise<PackedChunk> {
  const [first, last] = [entries[0] as StoredEntry, entries.at(-1) as StoredEntry]
  return { chunk: { first, last }, packed: await packer.pack(first.documentId, encodeRun(entries)) }
}
