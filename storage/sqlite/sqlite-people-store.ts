import { sql, type Kysely } from 'kysely'

import type { PeopleStore } from '#storage/app-store'
import type { AppTables } from '#storage/app-tables'

/** Names of people and who opened what, in an open `app.sqlite`. */
export function sqlitePeopleStore(db: Kysely<AppTables>): PeopleStore {
  return {
    async putName(userId, name) {
      await db
        .insertInto('people')
        .values({ id: userId, name })
        .onConflict((conflict) => conflict.column('id').doUpdateSet({ name }))
        .execute()
    },
    async visitorsOf(documentId, limit) {
      const visitors = await db
        .selectFrom('visits')
        .leftJoin('people', 'people.id', 'visits.user_id')
        .select(['visits.user_id as userId', 'people.name', 'visits.opened_at as openedAt'])
        .where('visits.document_id', '=', documentId)
        .where('visits.new_since', 'is', null)
        .orderBy('visits.opened_at', 'desc')
        .limit(limit)
        .execute()
      if (visitors.length === 0) return []
      const grants = await db
        .selectFrom('links')
        .innerJoin('grants', 'grants.link_id', 'links.id')
        .select(['grants.user_id as userId', 'links.id as linkId'])
        .where('links.document_id', '=', documentId)
        // Of a link that went round there may be very many more.
        .where(
          'grants.user_id',
          'in',
          visitors.map(({ userId }) => userId),
        )
        .execute()
      const linkIds = Map.groupBy(grants, ({ userId }) => userId)
      return visitors.map((visitor) => ({
        ...visitor,
        linkIds: (linkIds.get(visitor.userId) ?? []).map(({ linkId }) => linkId),
      }))
    },
    async namesOf(userIds) {
      const { rows } = await sql<{ id: string; name: string }>`select people.id, people.name
        from json_each(${JSON.stringify(userIds)}) join people on people.id = value`.execute(db)
      return rows
    },
    async knowing(documentId, userIds) {
      const { rows } = await sql<{ id: string }>`select value as id from json_each(${JSON.stringify(userIds)})
        where exists (select 1 from documents where id = ${documentId} and owner_id = value)
          or exists (select 1 from visits where document_id = ${documentId} and user_id = value)
          or exists (select 1 from shares where document_id = ${documentId} and user_id = value)
          or exists (select 1 from grants join links on links.id = grants.link_id
            where links.document_id = ${documentId} and grants.user_id = value)`.execute(db)
      return rows.map(({ id }) => id)
    },
  }
}
