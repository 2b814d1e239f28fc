import type { ProjectionPage, StoredProjection } from '#storage/document-update-store'
import type { PostgresDatabase, Statement } from '#storage/postgres/postgres-database'
import { writeMentions } from '#storage/projected-mentions'
import { maxPageChars, projectionPage, type ProjectionRow } from '#storage/projection-page'
import { sayable } from '#storage/sayable'

/** Held until the commit: changes appear in the order of their numbers, so that a reader never passes one over. */
const nextChange: Statement = {
  name: 'next-change',
  text: 'UPDATE projection_counter SET last_change = last_change + 1 RETURNING last_change AS change',
}
/** Takes the document's row before its projection's, as a removal does. */
const moveProjected: Statement = {
  name: 'move-projected',
  text: `UPDATE documents SET projected_sequence = $2 WHERE id = $1 AND projected_sequence < $2 RETURNING key,
    (SELECT mentions FROM projections WHERE document_key = key) AS mentions`,
}
const putProjection: Statement = {
  name: 'put-projection',
  text: `INSERT INTO projections (document_key, change, sequence, title, excerpt, search_text, changed_at, mentions)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
    ON CONFLICT (document_key) DO UPDATE SET change = excluded.change, sequence = excluded.sequence,
      title = excluded.title, excerpt = excluded.excerpt, search_text = excluded.search_text,
      changed_at = excluded.changed_at, mentions = excluded.mentions`,
}
const lastChange: Statement = {
  name: 'last-change',
  text: 'SELECT last_change AS change FROM projection_counter',
}
const listChanges: Statement = {
  name: 'list-changes',
  text: `SELECT change, id, sequence, title, excerpt, search_text, page.changed_at, mentions FROM (
      SELECT *, sum(length(search_text)) OVER (ORDER BY change) - length(search_text) AS chars_before
      FROM (SELECT * FROM projections WHERE change > $1 ORDER BY change LIMIT $2) AS candidates
    ) AS page JOIN documents ON key = document_key
    WHERE chars_before < $3 ORDER BY change`,
}

export async function keepProjection(
  database: PostgresDatabase,
  projection: StoredProjection,
): Promise<void> {
  const { documentId, sequence, title, excerpt, searchText, changedAt, mentions } = projection
  await database.transaction('write', async (queries) => {
    const [next] = await queries.query<{ change: number }>(nextChange)
    type Moved = { key: number; mentions: string | null }
    const [document] = await queries.query<Moved>(moveProjected, [documentId, sequence])
    if (!document) return
    const known = writeMentions(mentions, document.mentions ?? undefined)
    const texts = [title === null ? null : sayable(title), sayable(excerpt), sayable(searchText)]
    await queries.query(putProjection, [document.key, next?.change, sequence, ...texts, changedAt, known])
  })
}

export async function readProjectionPage(
  database: PostgresDatabase,
  after: number,
  limit: number,
): Promise<ProjectionPage> {
  const [last] = await database.query<{ change: number }>(lastChange)
  // A cursor from the future is one from before a restored backup: begin again rather than skip.
  const from = after <= (last?.change ?? 0) ? after : 0
  const rows = await database.query<ProjectionRow>(listChanges, [from, limit, maxPageChars])
  return projectionPage(rows, from, limit)
}
