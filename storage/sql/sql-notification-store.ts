import type { SqlDatabase, Steps } from '#storage/sql/sql-database'

import type {
  NotificationStore,
  StoredNotification,
  UntoldMention,
  WatchLevel,
} from '#storage/notification-store'
import { notificationKeeper } from '#storage/sql/notification-keeper'

/** What concerns people, whom documents name and of what they want to hear, in the app's tables. */
export function sqlNotificationStore(database: SqlDatabase): NotificationStore {
  const { levelOf, keep, add } = notificationKeeper(database)
  const list = database.prepare<[string, number], StoredNotification>(
    `select notifications.id, kind, document_id as documentId, subject, actor_id as actorId, people.name as actorName,
      created_at as createdAt, read_at as readAt
      from notifications left join people on people.id = actor_id
      where user_id = ? order by notifications.id desc limit ?`,
  )
  const markRead = database.prepare<[number, string, string]>(
    `update notifications set read_at = ? where user_id = ? and read_at is null
      and id in (select cast(value as bigint) from json_each(?))`,
  )
  const markReadThrough = database.prepare<[number, string, number]>(
    'update notifications set read_at = ? where user_id = ? and read_at is null and id <= ?',
  )
  const markReadOf = database.prepare<[number, string, string, string]>(
    `update notifications set read_at = ? where user_id = ? and document_id = ? and read_at is null
      and kind in (select value from json_each(?))`,
  )
  const markReadAbout = database.prepare<[number, string, string, string]>(
    `update notifications set read_at = ? where user_id = ? and document_id = ? and subject = ?
      and read_at is null`,
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

  const tell = database.transaction(function* (
    userId: string,
    mention: UntoldMention,
    kind: string,
  ): Steps<boolean> {
    const { documentId, byId: actorId, mentionedAt: createdAt } = mention
    if ((yield* setTold.run(userId, documentId)) === 0) return false
    if ((yield* levelOf(userId, documentId)) === 'nothing') return false
    return yield* keep({ userId, kind, documentId, actorId, createdAt })
  })

  return {
    add: database.transaction(add),
    ofUser: (userId, limit) => database.take(list.all(userId, limit)),
    async markRead(userId, ids, readAt) {
      await database.take(markRead.run(readAt, userId, JSON.stringify(ids)))
    },
    async markReadThrough(userId, id, readAt) {
      await database.take(markReadThrough.run(readAt, userId, id))
    },
    async markReadOf(userId, documentId, kinds, readAt) {
      return (await database.take(markReadOf.run(readAt, userId, documentId, JSON.stringify(kinds)))) > 0
    },
    async markReadAbout(userId, documentId, subject, readAt) {
      return (await database.take(markReadAbout.run(readAt, userId, documentId, subject))) > 0
    },
    watchLevel: (userId, documentId) => database.take(levelOf(userId, documentId)),
    async setWatchLevel(userId, documentId, level) {
      await database.take(setLevel.run({ userId, documentId, level }))
    },
    async watchersOf(documentId) {
      const rows = await database.take(watchers.all(documentId))
      return rows.map(({ userId }) => userId)
    },
    untoldMentions: (userId, now, limit) => database.take(untold.all({ userId, now, limit })),
    tellMention: tell,
  }
}
