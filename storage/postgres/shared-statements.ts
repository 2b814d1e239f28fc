import type { Queries, Statement } from '#storage/postgres/postgres-database'
import type { StoredNews } from '#storage/shared-document-update-store'

const makeIdentity: Statement = {
  name: 'make-identity',
  text: 'INSERT INTO store_identity (id) VALUES (gen_random_uuid()::text) ON CONFLICT DO NOTHING',
}
const readIdentity: Statement = { name: 'read-identity', text: 'SELECT id FROM store_identity' }

const lastSequencesOf: Statement = {
  name: 'last-sequences',
  text: 'SELECT id, last_sequence AS "lastSequence" FROM documents WHERE id = ANY($1::text[])',
}

/** Numbered under the counter's row, which is held until the commit: whoever reads in the order of the numbers passes none over. */
const addNews: Statement = {
  name: 'add-news',
  text: `WITH next AS (UPDATE news_counter SET last_number = last_number + 1 RETURNING last_number),
      forgotten AS (DELETE FROM news WHERE told_at < now() - interval '1 hour')
    INSERT INTO news (number, text) SELECT last_number, $1 FROM next RETURNING number`,
}
const readNews: Statement = {
  name: 'read-news',
  text: 'SELECT number, text FROM news WHERE number > $1 ORDER BY number',
}

const takeLease: Statement = {
  name: 'take-lease',
  text: `INSERT INTO leases AS held (name, holder, until) VALUES ($1, $2, now() + $3 * interval '1 millisecond')
    ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, until = excluded.until
      WHERE held.until < now() OR held.holder = excluded.holder
    RETURNING name`,
}
const releaseLease: Statement = {
  name: 'release-lease',
  text: 'DELETE FROM leases WHERE name = $1 AND holder = $2',
}

/** By which all who work with a store know that it is the same one. */
export async function identityOf(queries: Queries): Promise<string> {
  await queries.query(makeIdentity)
  const [row] = await queries.query<{ id: string }>(readIdentity)
  return row?.id ?? ''
}

export async function readLastSequences(
  queries: Queries,
  documentIds: readonly string[],
): Promise<Map<string, number>> {
  const rows = await queries.query<{ id: string; lastSequence: number }>(lastSequencesOf, [documentIds])
  return new Map(rows.map(({ id, lastSequence }) => [id, lastSequence]))
}

export async function putNews(queries: Queries, text: string): Promise<number> {
  const [row] = await queries.query<{ number: number }>(addNews, [text])
  return row?.number ?? 0
}

export function newsBehind(queries: Queries, after: number): Promise<StoredNews[]> {
  return queries.query<StoredNews>(readNews, [after])
}

export async function holdLease(
  queries: Queries,
  name: string,
  holder: string,
  forMs: number,
): Promise<boolean> {
  const rows = await queries.query(takeLease, [name, holder, forMs])
  return rows.length > 0
}

export async function letGoOfLease(queries: Queries, name: string, holder: string): Promise<void> {
  await queries.query(releaseLease, [name, holder])
}
