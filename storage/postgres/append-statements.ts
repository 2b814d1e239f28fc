import type { JournalEntry } from '#storage/document-update-store'
import type { Queries, Statement } from '#storage/postgres/postgres-database'
import { encodeRun, maxRunBytes, maxRunEntries, runChecksum } from '#storage/run-codec'
import type { Placed } from '#storage/shared-document-update-store'

/** Entries of one document that follow each other. */
type Share = { readonly documentId: string; readonly entries: JournalEntry[]; bytes: number }

const shares = `
  given AS (
    SELECT share.*, sum(entry_count) OVER (PARTITION BY id ORDER BY place) AS through
    FROM unnest($1::text[], $2::int[], $3::bigint[], $4::bigint[], $5::bigint[], $6::int[], $7::int[])
      WITH ORDINALITY AS share (id, entry_count, first_at, last_at, checksum, start, size, place)
  ), totals AS (
    SELECT id, sum(entry_count) AS added, min(first_at) AS first_at, max(last_at) AS last_at FROM given GROUP BY id
  )`

/** All bytes come as one parameter, since only that way the driver sends them as they are. */
const insertRuns = `
  INSERT INTO runs (document_key, first_sequence, last_sequence, checksum, bytes)
  SELECT kept.key, kept.last_sequence - added + through - entry_count + 1, kept.last_sequence - added + through,
    checksum, substring($8::bytea FROM start FOR size)
  FROM given JOIN totals USING (id) JOIN kept USING (id)`

/**
 * A whole batch as one statement, which is one transaction and one way there and back. Whoever numbers entries of a
 * document holds its row until the commit, so numbers have no gaps however many write; the rows are taken in one order,
 * so nobody waits for each other in a circle.
 */
const append: Statement = {
  name: 'append',
  text: `WITH ${shares}, kept AS (
    INSERT INTO documents (id, created_at, changed_at, last_sequence)
    SELECT id, first_at, last_at, added FROM totals ORDER BY id COLLATE "C"
    ON CONFLICT (id) DO UPDATE SET last_sequence = documents.last_sequence + excluded.last_sequence,
      changed_at = greatest(documents.changed_at, excluded.changed_at)
    RETURNING key, id, last_sequence
  ), placed AS (${insertRuns})
  SELECT id, last_sequence AS "lastSequence", added::bigint AS added FROM kept JOIN totals USING (id)`,
}

/**
 * The same for documents that there are: with others who may remove one, what comes late would make it anew. Rows are
 * held in one order before any is changed.
 */
const appendToExisting: Statement = {
  name: 'append-to-existing',
  text: `WITH ${shares}, held AS (
    SELECT documents.key FROM documents JOIN totals USING (id) ORDER BY documents.id
    FOR NO KEY UPDATE OF documents
  ), kept AS (
    UPDATE documents SET last_sequence = documents.last_sequence + totals.added,
      changed_at = greatest(documents.changed_at, totals.last_at)
    FROM totals WHERE documents.id = totals.id AND documents.key IN (SELECT key FROM held)
    RETURNING documents.key, documents.id, documents.last_sequence
  ), placed AS (${insertRuns})
  SELECT id, last_sequence AS "lastSequence", added::bigint AS added FROM kept JOIN totals USING (id)`,
}

const seed: Statement = {
  name: 'seed',
  text: `WITH ${shares}, kept AS (
    INSERT INTO documents (id, created_at, changed_at, last_sequence)
    SELECT id, first_at, last_at, added FROM totals
    ON CONFLICT (id) DO NOTHING RETURNING key, id, last_sequence
  ) ${insertRuns} RETURNING document_key`,
}

/** @returns where they came, each document once */
export function appendEntries(queries: Queries, entries: readonly JournalEntry[]): Promise<Placed[]> {
  return queries.query<Placed>(append, parameters(entries))
}

/** @returns where they came, each document once; of one that there is not, nothing is written */
export function appendToExistingDocuments(
  queries: Queries,
  entries: readonly JournalEntry[],
): Promise<Placed[]> {
  return queries.query<Placed>(appendToExisting, parameters(entries))
}

/** @returns whether there was no such document */
export async function seedDocument(queries: Queries, entry: JournalEntry): Promise<boolean> {
  const rows = await queries.query(seed, parameters([entry]))
  return rows.length > 0
}

/**
 * The checksum of a run as it is stored. The sender does not know its place yet: it is that of the first in its document,
 * and the place is guarded by the table's key and by having no gaps.
 */
export function storedChecksum(documentId: string, entryCount: number, run: Uint8Array): number {
  return runChecksum(documentId, 1, entryCount, run)
}

function parameters(entries: readonly JournalEntry[]): unknown[] {
  const given = sharesOf(entries)
  const runs = given.map((share) => encodeRun(share.entries))
  let start = 1
  const starts = runs.map((run) => {
    const at = start
    start += run.byteLength
    return at
  })
  return [
    given.map(({ documentId }) => documentId),
    given.map((share) => share.entries.length),
    given.map((share) => share.entries[0]?.receivedAt),
    given.map((share) => share.entries.at(-1)?.receivedAt),
    runs.map((run, at) => {
      const share = given[at] as Share
      return storedChecksum(share.documentId, share.entries.length, run)
    }),
    starts,
    runs.map(({ byteLength }) => byteLength),
    Buffer.concat(runs),
  ]
}

/** By document, each document's in the order in which they came. */
function sharesOf(entries: readonly JournalEntry[]): Share[] {
  const given: Share[] = []
  const newest = new Map<string, Share>()
  for (const entry of entries) {
    const { documentId, update } = entry
    let share = newest.get(documentId)
    if (!share || share.entries.length >= maxRunEntries || share.bytes + update.byteLength > maxRunBytes) {
      share = { documentId, entries: [], bytes: 0 }
      given.push(share)
      newest.set(documentId, share)
    }
    share.entries.push(entry)
    share.bytes += update.byteLength
  }
  return given
}
