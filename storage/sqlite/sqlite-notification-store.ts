import type SQLite from 'better-sqlite3'

import type {
  NotificationStore,
  StoredNotification,
  UntoldMention,
  WatchLevel,
} from '#storage/notification-store'
import { notificationKeeper } from '#storage/sqlite/notification-keeper'

/** What concerns people, whom documents name and of what they want to hear, in an open `app.sqlite`. */
export function sqliteNotificationStore(database: SQLite.Database): NotificationStore {
  const { levelOf, keep, add } = notificationKeeper(database)
  const list = database.prepare<[string, number], StoredNotification>(
    `select notifications.id, kind, document_id as documentId, actor_id as actorId, people.name as actorName,
      created_at as createdAt, read_at as readAt
      from notifications left join people on people.id = actor_id
      where user_id = ? order by notifications.id desc limit ?`,
  )
  const markRead = database.prepare<[number, string, string]>(
    `update notifications set read_at = ? where user_id = ? and read_at is null
      and id in (select value from json_each(?))`,
  )
  const markReadThrough = database.prepare<[number, string, number]>(
    'update notifications set read_at = ? where user_id = ? and read_at is null and id <= ?',
  )
  const markReadOf = database.prepare<[number, string, string, string]>(
    `update notifications set read_at = ? where user_id = ? and document_id = ? and read_at is null
      and kind in (select value from json_each(?))`,
  )
  const setLevel = database.prepare<{ userId: string; documentId: string; level: WatchLevel }>(
    `insert into watches (user_id, document_id, level) values (@userId, @documentId, @level)
      on conflict (user_id, document_id) do update set level = excluded.level`,
  )
  const watchers = database.prepare<[string], { userId: string }>(
    `select user_id as userId from watches where document_id = ? and level = 'everything'`,
  )
  // One question, for those in closed documents wait, and may be thousands. Who may read is said as in lists.
  const untold = database.prepare<{ userId: string; now: number; limit: number }, UntoldMention>(
    `select mentions.document_id as documentId, by_id as byId, mentioned_at as mentionedAt
      from mentions join documents on documents.id = mentions.document_id
      where mentions.user_id = @userId and is_told = 0 and documents.trashed_at is null and (
        documents.owner_id = @userId or documents.general_role is not null or exists (
          select 1 from links join grants on grants.link_id = links.id
          where links.document_id = documents.id and grants.user_id = @userId
            and (links.expires_at is null or links.expires_at > @now)
        ) or exists (
          select 1 from shares where shares.user_id = @userId and shares.document_id = documents.id
        ))
      order by mentioned_at limit @limit`,
  )
  const setTold = database.prepare<[string, string]>(
    'update mentions set is_told = 1 where user_id = ? and document_id = ? and is_told = 0',
  )

  const tell = database.transaction((userId: string, mention: UntoldMention, kind: string): boolean => {
    const { documentId, byId: actorId, mentionedAt: createdAt } = mention
    if (setTold.run(userId, documentId).changes === 0) return false
    if (levelOf(userId, documentId) === 'nothing') return false
    return keep({ userId, kind, documentId, actorId, createdAt })
  })

  return {
    async add(notification, level) {
      return add.immediate(notification, level)
    },
    async ofUser(userId, limit) {
      return list.all(userId, limit)
    },
    async markRead(userId, ids, readAt) {
      markRead.run(readAt, userId, JSON.stringify(ids))
    },
    async markReadThrough(userId, id, readAt) {
      markReadThrough.run(readAt, userId, id)
    },
    async markReadOf(userId, documentId, kinds, readAt) {
      return markReadOf.run(readAt, userId, documentId, JSON.stringify(kinds)).changes > 0
    },
    async watchLevel(userId, documentId) {
      return levelOf(userId, documentId)
    },
    async setWatchLevel(userId, documentId, level) {
      setLevel.run({ userId, documentId, level })
    },
    async watchersOf(documentId) {
      return watchers.all(documentId).map(({ userId }) => userId)
    },
    async untoldMentions(userId, now, limit) {
      return untold.all({ userId, now, limit })
    },
    async tellMention(userId, mention, kind) {
      return tell.immediate(userId, mention, kind)
    },
  }
}
