import type { SqlDatabase } from '#storage/sql/sql-database'

import type { AccessNotice, AccessNoticeStore } from '#storage/access-notice-store'

/** What the collab server was not told yet, in the app's tables. */
export function sqlAccessNoticeStore(database: SqlDatabase): AccessNoticeStore {
  const pending = database.prepare<[number], AccessNotice>(
    `select id, document_id as documentId, session_id as sessionId from access_notices order by id limit ?`,
  )
  const ofDocument = database.prepare<[string], { id: number }>(
    'select id from access_notices where document_id = ?',
  )
  const ofSessions = database.prepare<[string], { id: number }>(
    'select id from access_notices where session_id in (select value from json_each(?))',
  )
  const add = database.prepare<[string | null, string | null]>(
    'insert into access_notices (document_id, session_id) values (?, ?)',
  )
  const remove = database.prepare<[string]>(
    'delete from access_notices where id in (select cast(value as bigint) from json_each(?))',
  )
  return {
    pending: (limit) => database.take(pending.all(limit)),
    async ofDocument(documentId) {
      const rows = await database.take(ofDocument.all(documentId))
      return rows.map(({ id }) => id)
    },
    async ofSessions(sessionIds) {
      const rows = await database.take(ofSessions.all(JSON.stringify(sessionIds)))
      return rows.map(({ id }) => id)
    },
    async add(about) {
      const [documentId, sessionId] =
        'documentId' in about ? [about.documentId, null] : [null, about.sessionId]
      await database.take(add.run(documentId, sessionId))
    },
    async remove(ids) {
      if (ids.length > 0) await database.take(remove.run(JSON.stringify(ids)))
    },
  }
}
