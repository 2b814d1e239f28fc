import type { SqlDatabase, Steps } from '#storage/sql/sql-database'

import type { AccessEvent, AccessLogStore, ListedAccessEvent } from '#storage/access-log-store'

const listed = `select access_events.id, document_id as documentId, at, kind, actor_id as actorId,
    subject_id as subjectId, subject, from_role as fromRole, to_role as toRole,
    coalesce(actors.name, actor_accounts.name) as actorName, coalesce(subjects.name, subject_accounts.name) as subjectName
  from access_events
  left join people as actors on actors.id = actor_id
  left join accounts as actor_accounts on actor_accounts.id = actor_id
  left join people as subjects on subjects.id = subject_id
  left join accounts as subject_accounts on subject_accounts.id = subject_id`

/** The log of access, in the app's tables. */
export function sqlAccessLogStore(database: SqlDatabase): AccessLogStore {
  const insert = database.prepare<AccessEvent>(
    `insert into access_events (document_id, at, kind, actor_id, subject_id, subject, from_role, to_role)
      values (@documentId, @at, @kind, @actorId, @subjectId, @subject, @fromRole, @toRole)`,
  )
  const forget = database.prepare<[number]>('delete from access_events where at < ?')
  const ofDocument = database.prepare<[string, number], ListedAccessEvent>(
    `${listed} where document_id = ? order by access_events.id desc limit ?`,
  )
  const newest = database.prepare<[number], ListedAccessEvent>(
    `${listed} order by access_events.id desc limit ?`,
  )
  const append = database.transaction(function* (event: AccessEvent, keptSince: number): Steps<void> {
    yield* insert.run(event)
    yield* forget.run(keptSince)
  })
  return {
    append,
    ofDocument: (documentId, limit) => database.take(ofDocument.all(documentId, limit)),
    newest: (limit) => database.take(newest.all(limit)),
  }
}
