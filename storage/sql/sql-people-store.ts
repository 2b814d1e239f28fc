import type { Kysely } from 'kysely'

import type { PeopleStore } from '#storage/app-store'
import type { AppTables } from '#storage/app-tables'
import type { SqlDatabase } from '#storage/sql/sql-database'

/** Names of people and who opened what, in the app's tables. */
export function sqlPeopleStore(db: Kysely<AppTables>, database: SqlDatabase): PeopleStore {
  const names = database.prepare<[string], { id: string; name: string }>(
    'select people.id, people.name from json_each(?) join people on people.id = value',
  )
  const knowing = database.prepare<{ documentId: string; userIds: string }, { id: string }>(
    `select value as id from json_each(@userIds)
      where exists (select 1 from documents where id = @documentId and owner_id = value)
        or exists (select 1 from visits where document_id = @documentId and user_id = value)
        or exists (select 1 from shares where document_id = @documentId and user_id = value)
        or exists (select 1 from grants join links on links.id = grants.link_id
          where links.document_id = @documentId and grants.user_id = value)`,
  )
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
    namesOf: (userIds) => database.take(names.all(JSON.stringify(userIds))),
    async knowing(documentId, userIds) {
      const rows = await database.take(knowing.all({ documentId, userIds: JSON.stringify(userIds) }))
      return rows.map(({ id }) => id)
    },
  }
}
