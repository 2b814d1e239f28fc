import { sql, type Kysely, type RawBuilder } from 'kysely'

import type { FoundDocument, ListedDocument, ListOrder, ListView, VisitStore } from '#storage/app-store'
import type { AppTables } from '#storage/app-tables'

const orders: Readonly<Record<ListOrder, RawBuilder<unknown>>> = {
  opened: sql`visits.opened_at desc`,
  changed: sql`documents.changed_at desc`,
  title: sql`documents.folded_title = '', documents.folded_title`,
}

export const listedColumns = sql`documents.id, documents.owner_id as "ownerId", documents.title, documents.excerpt,
  documents.created_at as "createdAt", documents.changed_at as "changedAt", documents.general_role as "generalRole",
  documents.trashed_at as "trashedAt", visits.opened_at as "openedAt", case when visits.starred_at is null then 0 else 1 end as starred,
  case when visits.new_since is null then 0 else 1 end as "isNew", visits.folder_id as "folderId"`

/** Whether somebody may still open what they have opened before; as `authorizeDocument` of the app says. */
export const mayOpen = (
  userId: string,
  now: number,
) => sql`documents.trashed_at is null and documents.is_template = 0 and (
  documents.owner_id = ${userId} or documents.general_role is not null or exists (
    select 1 from links join grants on grants.link_id = links.id
    where links.document_id = documents.id and grants.user_id = ${userId}
      and (links.expires_at is null or links.expires_at > ${now})
  ) or exists (
    select 1 from shares where shares.user_id = ${userId} and shares.document_id = documents.id
  ))`

const conditions: Readonly<Record<ListView, (userId: string, now: number) => RawBuilder<unknown>>> = {
  all: mayOpen,
  owned: (userId) => sql`documents.owner_id = ${userId} and documents.trashed_at is null
    and documents.is_template = 0`,
  shared: (userId, now) => sql`documents.owner_id <> ${userId} and ${mayOpen(userId, now)}`,
  starred: (userId, now) => sql`visits.starred_at is not null and ${mayOpen(userId, now)}`,
  templates: (userId) => sql`documents.owner_id = ${userId} and documents.trashed_at is null
    and documents.is_template = 1`,
  trash: (userId) => sql`documents.owner_id = ${userId} and documents.trashed_at is not null`,
}

/** As both databases give it. */
export type ListedRow<Document extends ListedDocument> = Omit<Document, 'starred' | 'isNew'> & {
  readonly starred: 0 | 1
  readonly isNew: 0 | 1
}

const flags = ({ starred, isNew }: ListedRow<ListedDocument>) => ({
  starred: starred === 1,
  isNew: isNew === 1,
})

/** Each database's own way to look for words; of at least one term. */
export type SearchDocuments = (
  query: Parameters<VisitStore['search']>[0],
) => Promise<ListedRow<FoundDocument>[]>

/** Who opened what, in the app's tables. */
export function sqlVisitStore(db: Kysely<AppTables>, search: SearchDocuments): VisitStore {
  return {
    async record({ userId, documentId, openedAt }) {
      await db
        .insertInto('visits')
        .values({ user_id: userId, document_id: documentId, opened_at: openedAt })
        .onConflict((conflict) =>
          conflict.columns(['user_id', 'document_id']).doUpdateSet({ opened_at: openedAt, new_since: null }),
        )
        .execute()
    },
    async hasAny(userId) {
      const visit = await db
        .selectFrom('visits')
        .select('document_id')
        .where('user_id', '=', userId)
        .limit(1)
        .executeTakeFirst()
      return visit !== undefined
    },
    async setStarred(userId, documentId, starredAt) {
      await db
        .updateTable('visits')
        .set({ starred_at: starredAt })
        .where('user_id', '=', userId)
        .where('document_id', '=', documentId)
        .execute()
    },
    async list(query) {
      const { rows } = await listStatement(query).execute(db)
      return rows.map((row) => ({ ...row, ...flags(row) }))
    },
    async search(query) {
      if (query.terms.length === 0) return []
      const rows = await search(query)
      return rows.map((row) => ({ ...row, ...flags(row) }))
    },
  }
}

type ListQuery = Parameters<VisitStore['list']>[0]

/** One statement, so that how a database goes about it can be looked at. */
export function listStatement({ userId, view, order, folderId, limit, now }: ListQuery) {
  return sql<ListedRow<ListedDocument>>`select ${listedColumns}
        from visits join documents on documents.id = visits.document_id
        where visits.user_id = ${userId} and ${conditions[view](userId, now)}
          ${folderId === undefined ? sql`` : sql`and visits.folder_id = ${folderId}`}
        order by ${orders[order]} limit ${limit}`
}
