import type { SqlDatabase, Steps } from '#storage/sql/sql-database'

import type { NewNotification, WatchLevel } from '#storage/notification-store'

const mostOfPerson = 200

type Row = Omit<NewNotification, 'subject'> & { readonly subject: string | null }

/** Keeps notifications in the app's tables, also as part of a transaction about what they are of. */
export function notificationKeeper(database: SqlDatabase) {
  const dropUnread = database.prepare<Row>(
    `delete from notifications where user_id = @userId and read_at is null and kind = @kind
      and document_id = @documentId and subject is not distinct from @subject
      and actor_id is not distinct from @actorId`,
  )
  const insert = database.prepare<Row>(
    `insert into notifications (user_id, kind, document_id, subject, actor_id, created_at)
      select @userId, @kind, @documentId, @subject, @actorId, @createdAt
      where exists (select 1 from documents where id = @documentId)`,
  )
  const prune = database.prepare<[string, string, number]>(
    `delete from notifications where user_id = ? and id <= (
      select id from notifications where user_id = ? order by id desc limit 1 offset ?)`,
  )
  const findLevel = database.prepare<[string, string], { level: WatchLevel }>(
    'select level from watches where user_id = ? and document_id = ?',
  )

  function* levelOf(userId: string, documentId: string): Steps<WatchLevel> {
    return (yield* findLevel.get(userId, documentId))?.level ?? 'mine'
  }
  function* keep(notification: NewNotification): Steps<boolean> {
    const { userId, kind, documentId, subject = null, actorId, createdAt } = notification
    const row = { userId, kind, documentId, subject, actorId, createdAt }
    yield* dropUnread.run(row)
    if ((yield* insert.run(row)) === 0) return false
    yield* prune.run(userId, userId, mostOfPerson)
    return true
  }
  function* add(notification: NewNotification, level: WatchLevel): Steps<boolean> {
    const wanted = yield* levelOf(notification.userId, notification.documentId)
    if (wanted === 'nothing' || (level === 'everything' && wanted !== 'everything')) return false
    return yield* keep(notification)
  }
  /** @returns who is told */
  function* addAll(notices: readonly (NewNotification & { readonly level: WatchLevel })[]): Steps<string[]> {
    const told: string[] = []
    for (const { level, ...notice } of notices) if (yield* add(notice, level)) told.push(notice.userId)
    return told
  }
  return { levelOf, keep, add, addAll }
}
