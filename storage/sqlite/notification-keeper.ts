import type SQLite from 'better-sqlite3'

import type { NewNotification, WatchLevel } from '#storage/notification-store'

const mostOfPerson = 200

/** Keeps notifications in an open `app.sqlite`, also as part of a transaction about what they are of. */
export function notificationKeeper(database: SQLite.Database) {
  const dropUnread = database.prepare<NewNotification>(
    `delete from notifications where user_id = @userId and read_at is null and kind = @kind
      and document_id = @documentId and actor_id is @actorId`,
  )
  const insert = database.prepare<NewNotification>(
    `insert into notifications (user_id, kind, document_id, actor_id, created_at)
      select @userId, @kind, @documentId, @actorId, @createdAt
      where exists (select 1 from documents where id = @documentId)`,
  )
  const prune = database.prepare<[string, string, number]>(
    `delete from notifications where user_id = ? and id <= (
      select id from notifications where user_id = ? order by id desc limit 1 offset ?)`,
  )
  const findLevel = database.prepare<[string, string], { level: WatchLevel }>(
    'select level from watches where user_id = ? and document_id = ?',
  )

  const levelOf = (userId: string, documentId: string): WatchLevel =>
    findLevel.get(userId, documentId)?.level ?? 'mine'

  function keep(notification: NewNotification): boolean {
    dropUnread.run(notification)
    const { userId } = notification
    if (insert.run(notification).changes === 0) return false
    prune.run(userId, userId, mostOfPerson)
    return true
  }
  const add = database.transaction((notification: NewNotification, level: WatchLevel): boolean => {
    const wanted = levelOf(notification.userId, notification.documentId)
    if (wanted === 'nothing' || (level === 'everything' && wanted !== 'everything')) return false
    return keep(notification)
  })
  return { levelOf, keep, add }
}
