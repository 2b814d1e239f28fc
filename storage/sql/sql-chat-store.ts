import type { SqlDatabase } from '#storage/sql/sql-database'

import type {
  ChatMention,
  ChatNotice,
  ChatStore,
  NewChatMessage,
  StoredChatMessage,
} from '#storage/chat-store'
import { notificationKeeper } from '#storage/sql/notification-keeper'

type Row = Omit<StoredChatMessage, 'mentions' | 'isDeleted'> & { mentions: string; isDeleted: 0 | 1 }

const columns = `chat_messages.id, change, author_id as authorId, people.name as authorName, key, text, mentions,
  created_at as createdAt, edited_at as editedAt, is_deleted as isDeleted
  from chat_messages left join people on people.id = author_id`
const nextChange = '(select coalesce(max(change), 0) + 1 from chat_messages where document_id = @documentId)'

/** What people write beside documents, in the app's tables. */
export function sqlChatStore(database: SqlDatabase): ChatStore {
  const insert = database.prepare<Omit<NewChatMessage, 'mentions'> & { mentions: string }>(
    `insert into chat_messages (document_id, author_id, key, text, mentions, created_at, change)
      values (@documentId, @authorId, @key, @text, @mentions, @createdAt, ${nextChange})
      on conflict (document_id, author_id, key) do nothing`,
  )
  const byKey = database.prepare<[string, string, string], { id: number }>(
    'select id from chat_messages where document_id = ? and author_id = ? and key = ?',
  )
  const count = database.prepare<[string, number], { count: number }>(
    'select count(*) as count from chat_messages where author_id = ? and created_at > ?',
  )
  const page = database.prepare<[string, number, number], Row>(
    `select ${columns} where document_id = ? and chat_messages.id < ? order by chat_messages.id desc limit ?`,
  )
  const changes = database.prepare<[string, number, number], Row>(
    `select ${columns} where document_id = ? and change > ? order by change limit ?`,
  )
  const lastChange = database.prepare<[string], { change: number | null }>(
    'select max(change) as change from chat_messages where document_id = ?',
  )
  const edit = database.prepare<{
    documentId: string
    id: number
    authorId: string
    text: string
    mentions: string
    editedAt: number
  }>(
    `update chat_messages set text = @text, mentions = @mentions, edited_at = @editedAt, change = ${nextChange}
      where document_id = @documentId and id = @id and author_id = @authorId and is_deleted = 0`,
  )
  const remove = database.prepare<{ documentId: string; id: number; authorId: string | null }>(
    `update chat_messages set text = '', mentions = '[]', is_deleted = 1, change = ${nextChange}
      where document_id = @documentId and id = @id and (cast(@authorId as text) is null or author_id = @authorId)
        and is_deleted = 0`,
  )
  const readThrough = database.prepare<[string, string], { messageId: number }>(
    'select message_id as messageId from chat_reads where user_id = ? and document_id = ?',
  )
  const markRead = database.prepare<[string, string, number]>(
    `insert into chat_reads (user_id, document_id, message_id) values (?, ?, ?)
      on conflict (user_id, document_id) do update set message_id = excluded.message_id
        where excluded.message_id > chat_reads.message_id`,
  )
  const unread = database.prepare<{ userId: string; documentId: string; limit: number }, { count: number }>(
    `select count(*) as count from (select 1 from chat_messages
      where document_id = @documentId and author_id <> @userId and is_deleted = 0 and id > coalesce(
        (select message_id from chat_reads where user_id = @userId and document_id = @documentId), 0)
      limit @limit) as unread`,
  )

  const keeper = notificationKeeper(database)
  const post = database.transaction(function* (
    { mentions, ...message }: NewChatMessage,
    notices: readonly ChatNotice[],
  ) {
    const isNew = (yield* insert.run({ ...message, mentions: JSON.stringify(mentions) })) > 0
    const row = yield* byKey.get(message.documentId, message.authorId, message.key)
    if (!row) throw new Error('a message was not kept')
    return { id: row.id, isNew, told: isNew ? yield* keeper.addAll(notices) : [] }
  })
  const editWithin = database.transaction(edit.run)
  const removeWithin = database.transaction(remove.run)

  return {
    post: (message, notices = []) => post(message, notices),
    async countSince(authorId, time) {
      return (await database.take(count.get(authorId, time)))?.count ?? 0
    },
    async page(documentId, before, limit) {
      const rows = await database.take(page.all(documentId, before ?? Number.MAX_SAFE_INTEGER, limit))
      return rows.toReversed().map(messageOf)
    },
    async changesAfter(documentId, change, limit) {
      const rows = await database.take(changes.all(documentId, change, limit))
      return rows.map(messageOf)
    },
    async lastChange(documentId) {
      return (await database.take(lastChange.get(documentId)))?.change ?? 0
    },
    async edit(documentId, id, { mentions, ...change }) {
      return (await editWithin({ documentId, id, ...change, mentions: JSON.stringify(mentions) })) > 0
    },
    async remove(documentId, id, authorId) {
      return (await removeWithin({ documentId, id, authorId })) > 0
    },
    async readThrough(userId, documentId) {
      return (await database.take(readThrough.get(userId, documentId)))?.messageId ?? 0
    },
    async markRead(userId, documentId, id) {
      return (await database.take(markRead.run(userId, documentId, id))) > 0
    },
    async countUnread(userId, documentId, limit) {
      return (await database.take(unread.get({ userId, documentId, limit })))?.count ?? 0
    },
  }
}

function messageOf({ mentions, isDeleted, ...row }: Row): StoredChatMessage {
  return { ...row, mentions: JSON.parse(mentions) as ChatMention[], isDeleted: isDeleted === 1 }
}
