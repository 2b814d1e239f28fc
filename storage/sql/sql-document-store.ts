import type { Kysely } from 'kysely'

import type { DocumentProjection, DocumentStore, StoredDocument } from '#storage/app-store'
import type { AppTables } from '#storage/app-tables'
import { foldText } from '#storage/fold-text'
import type { SqlDatabase, Steps } from '#storage/sql/sql-database'
import { sqlMentions } from '#storage/sql/sql-mentions'

/** What each database does in its own way. */
export type DocumentSearch = {
  /** Brings a text that was just taken over into the search, with the title that its document has now. */
  readonly index: (documentId: string, text: { title: string; searchText: string }) => Steps<void>
  /** Forgets a document, in the search too. */
  readonly remove: (documentId: string) => Promise<void>
}

const documentColumns = [
  'documents.id',
  'documents.owner_id as ownerId',
  'documents.title',
  'documents.excerpt',
  'documents.created_at as createdAt',
  'documents.changed_at as changedAt',
  'documents.general_role as generalRole',
  'documents.trashed_at as trashedAt',
] as const

/** Documents as lists show them, in the app's tables. */
export function sqlDocumentStore(
  db: Kysely<AppTables>,
  database: SqlDatabase,
  { index, remove }: DocumentSearch,
): DocumentStore {
  const putMentions = sqlMentions(database)
  const update = database.prepare<[string | null, string, number, string, string, number]>(
    `update documents set title = ?, excerpt = ?, changed_at = ?, folded_title = ?
      where id = ? and changed_at <= ?`,
  )
  const keepCursor = database.prepare<[string]>(
    `insert into cursors (name, value) values ('projections', ?)
      on conflict (name) do update set value = excluded.value`,
  )
  // One commit for each, the cursor in that of the last: somebody waits for the disk. Stopped in between, the cursor
  // brings the others again.
  const takeOver = database.transaction(function* (
    projection: DocumentProjection,
    cursor: string | null,
  ): Steps<void> {
    const { documentId, title, excerpt, searchText, changedAt, mentions = [] } = projection
    const foldedTitle = foldText(title ?? '')
    if ((yield* update.run(title, excerpt, changedAt, foldedTitle, documentId, changedAt)) > 0) {
      yield* putMentions(documentId, mentions, changedAt)
      yield* index(documentId, { title: title ?? '', searchText })
    }
    if (cursor !== null) yield* keepCursor.run(cursor)
  })
  return {
    async insert({ id, ownerId, createdAt, generalRole, isTemplate = false }) {
      const text = { title: null, folded_title: '', excerpt: '' }
      const row = { id, owner_id: ownerId, ...text, created_at: createdAt }
      await db
        .insertInto('documents')
        .values({ ...row, changed_at: createdAt, general_role: generalRole, is_template: isTemplate ? 1 : 0 })
        .execute()
    },
    async get(id) {
      const row: StoredDocument | undefined = await db
        .selectFrom('documents')
        .select(documentColumns)
        .where('id', '=', id)
        .executeTakeFirst()
      return row ?? null
    },
    async setGeneralRole(id, role) {
      await db.updateTable('documents').set({ general_role: role }).where('id', '=', id).execute()
    },
    async setTrashed(id, trashedAt) {
      await db.updateTable('documents').set({ trashed_at: trashedAt }).where('id', '=', id).execute()
    },
    remove,
    async trashedBefore(time, limit) {
      const rows = await db
        .selectFrom('documents')
        .select('id')
        .where('trashed_at', '<', time)
        .orderBy('trashed_at')
        .limit(limit)
        .execute()
      return rows.map(({ id }) => id)
    },
    async ids(after, limit) {
      const rows = await db
        .selectFrom('documents')
        .select('id')
        .where('id', '>', after)
        .orderBy('id')
        .limit(limit)
        .execute()
      return rows.map(({ id }) => id)
    },
    async projectionCursor() {
      const row = await db
        .selectFrom('cursors')
        .select('value')
        .where('name', '=', 'projections')
        .executeTakeFirst()
      return row?.value ?? null
    },
    async applyProjections(projections, cursor) {
      const last = projections.at(-1)
      if (!last) await database.take(keepCursor.run(cursor))
      for (const projection of projections) {
        // oxlint-disable-next-line no-await-in-loop -- in their order
        await takeOver(projection, projection === last ? cursor : null)
      }
    },
  }
}
