import type SQLite from 'better-sqlite3'

import type {
  CommentMention,
  CommentNotice,
  CommentStore,
  NewComment,
  PostedComment,
  StoredComment,
  StoredThread,
} from '#storage/comment-store'
import { commentStatements, type ThreadRow } from '#storage/sqlite/comment-statements'
import { notificationKeeper } from '#storage/sqlite/notification-keeper'

/** About as much as is sent of a thread. */
function lettersOf({ comments }: StoredThread): number {
  return comments.reduce(
    (sum, { text, mentions, reactions }) =>
      sum + text.length + 100 * (1 + mentions.length + reactions.length),
    0,
  )
}

/** What people say of documents, in an open `app.sqlite`. Each call that changes something is one transaction. */
export function sqliteCommentStore(database: SQLite.Database): CommentStore {
  const sql = commentStatements(database)
  const keeper = notificationKeeper(database)

  const threadOf = (row: ThreadRow): StoredThread => {
    const reactions = Map.groupBy(sql.reactions.all(row.id), ({ commentId }) => commentId)
    const comments = sql.comments.all(row.id).map(({ mentions, isDeleted, ...comment }): StoredComment => ({
      ...comment,
      mentions: JSON.parse(mentions) as CommentMention[],
      isDeleted: isDeleted === 1,
      reactions: (reactions.get(comment.id) ?? []).map(({ sign, userId }) => ({ sign, userId })),
    }))
    return { ...row, isDeleted: row.isDeleted === 1, comments: row.isDeleted === 1 ? [] : comments }
  }
  const live = (documentId: string, threadId: string): ThreadRow | undefined => {
    const row = sql.thread.get(threadId, documentId)
    return row?.isDeleted === 0 ? row : undefined
  }
  /** The thread is another one from now on, to whoever asks what changed. */
  const touch = (documentId: string, threadId: string): void => void sql.touch.run({ documentId, threadId })

  const put = (
    { mentions, ...comment }: NewComment,
    notices: readonly CommentNotice[],
  ): PostedComment | null => {
    const isNew = sql.insertComment.run({ ...comment, mentions: JSON.stringify(mentions) }).changes > 0
    const row = sql.byKey.get(comment.documentId, comment.authorId, comment.key)
    // The same key in another thread is no repetition.
    if (row?.threadId !== comment.threadId) return null
    if (isNew) touch(comment.documentId, comment.threadId)
    const kept = isNew ? notices.filter(({ level, ...notice }) => keeper.add(notice, level)) : []
    return { id: row.id, isNew, told: kept.map(({ userId }) => userId) }
  }
  const start = database.transaction(
    (comment: NewComment, quote: string | null, notices: readonly CommentNotice[]) => {
      const { documentId, threadId, authorId, createdAt } = comment
      const repeated = sql.byKey.get(documentId, authorId, comment.key)
      if (repeated) return repeated.threadId === threadId ? put(comment, notices) : null
      const thread = { documentId, threadId, quote, authorId, createdAt }
      return sql.insertThread.run(thread).changes > 0 ? put(comment, notices) : null
    },
  )
  const reply = database.transaction(
    (comment: NewComment, notices: readonly CommentNotice[], most: number) => {
      const { documentId, threadId, authorId, key } = comment
      if (!live(documentId, threadId)) return null
      const isFull = (sql.countAll.get(threadId) ?? 0) >= most
      if (isFull && !sql.byKey.get(documentId, authorId, key)) return 'full'
      const posted = put(comment, notices)
      if (posted?.isNew) sql.reopen.run({ documentId, threadId })
      return posted
    },
  )
  const edit = database.transaction(
    (
      documentId: string,
      id: number,
      change: Omit<Parameters<CommentStore['edit']>[2], 'mentions'>,
      mentions: string,
    ) => {
      const row = sql.comment.get(id, documentId)
      if (!row || sql.edit.run({ ...change, id, mentions }).changes === 0) return false
      touch(documentId, row.threadId)
      return true
    },
  )
  const removeThread = database.transaction((documentId: string, threadId: string) => {
    if (!live(documentId, threadId)) return false
    sql.clearComments.run(threadId)
    sql.clearReactions.run(threadId)
    sql.clearThread.run(threadId)
    touch(documentId, threadId)
    return true
  })
  const remove = database.transaction((documentId: string, id: number, authorId: string | null) => {
    const row = sql.comment.get(id, documentId)
    if (!row || sql.clearComment.run({ id, authorId }).changes === 0) return null
    const { threadId } = row
    sql.clearReactionsOf.run(id)
    touch(documentId, threadId)
    const isLast = (sql.countLive.get(threadId) ?? 0) === 0
    if (isLast) removeThread(documentId, threadId)
    return { goneThread: isLast ? threadId : null }
  })
  const setResolved = database.transaction(
    (documentId: string, threadId: string, resolved: { by: string; at: number } | null) => {
      const thread = live(documentId, threadId)
      if (!thread || (thread.resolvedAt !== null) === (resolved !== null)) return false
      sql.resolve.run({ documentId, threadId, by: resolved?.by ?? null, at: resolved?.at ?? null })
      touch(documentId, threadId)
      return true
    },
  )
  const react = database.transaction(
    (documentId: string, id: number, { sign, userId, isOn }: Parameters<CommentStore['react']>[2]) => {
      const row = sql.comment.get(id, documentId)
      if (!row || row.isDeleted === 1) return false
      const { changes } = isOn ? sql.react.run(id, sign, userId) : sql.unreact.run(id, sign, userId)
      if (changes > 0) touch(documentId, row.threadId)
      return changes > 0
    },
  )

  return {
    start: async (comment, quote, notices = []) => start.immediate(comment, quote, notices),
    reply: async (comment, notices = [], most = Infinity) => reply.immediate(comment, notices, most),
    countSince: async (authorId, time) => sql.countSince.get(authorId, time) ?? 0,
    countThreads: async (documentId) => sql.countThreads.get(documentId) ?? 0,
    changesAfter: async (documentId, change, limit, maxLetters = Infinity) => {
      const threads: StoredThread[] = []
      let letters = 0
      for (const row of sql.changes.all(documentId, change, limit)) {
        if (letters >= maxLetters) break
        const thread = threadOf(row)
        threads.push(thread)
        letters += lettersOf(thread)
      }
      return threads
    },
    lastChange: async (documentId) => sql.lastChange.get(documentId) ?? 0,
    thread: async (documentId, threadId) => {
      const row = live(documentId, threadId)
      return row ? threadOf(row) : null
    },
    whose: async (threadId) => {
      const row = sql.whose.get(threadId)
      return row ? { ...row, isDeleted: row.isDeleted === 1 } : null
    },
    edit: async (documentId, id, { mentions, ...change }) =>
      edit.immediate(documentId, id, change, JSON.stringify(mentions)),
    remove: async (documentId, id, authorId) => remove.immediate(documentId, id, authorId),
    removeThread: async (documentId, threadId) => removeThread.immediate(documentId, threadId),
    setResolved: async (documentId, threadId, resolved) =>
      setResolved.immediate(documentId, threadId, resolved),
    react: async (documentId, id, reaction) => react.immediate(documentId, id, reaction),
  }
}
