import type { SqlDatabase, Steps } from '#storage/sql/sql-database'

import type {
  CommentMention,
  CommentNotice,
  CommentStore,
  NewComment,
  NewSuggestionThread,
  PostedComment,
  StoredComment,
  StoredThread,
} from '#storage/comment-store'
import { commentStatements, type ThreadRow } from '#storage/sql/comment-statements'
import { notificationKeeper } from '#storage/sql/notification-keeper'

/** About as much as is sent of a thread. */
function lettersOf({ comments }: StoredThread): number {
  return comments.reduce(
    (sum, { text, mentions, reactions }) =>
      sum + text.length + 100 * (1 + mentions.length + reactions.length),
    0,
  )
}

/** What people say of documents, in the app's tables. Each call that changes something is one transaction. */
export function sqlCommentStore(database: SqlDatabase): CommentStore {
  const sql = commentStatements(database)
  const keeper = notificationKeeper(database)

  function* threadOf(row: ThreadRow): Steps<StoredThread> {
    const reactions = Map.groupBy(yield* sql.reactions.all(row.id), ({ commentId }) => commentId)
    const rows = yield* sql.comments.all(row.id)
    const comments = rows.map(({ mentions, isDeleted, ...comment }): StoredComment => ({
      ...comment,
      mentions: JSON.parse(mentions) as CommentMention[],
      isDeleted: isDeleted === 1,
      reactions: (reactions.get(comment.id) ?? []).map(({ sign, userId }) => ({ sign, userId })),
    }))
    return { ...row, isDeleted: row.isDeleted === 1, comments: row.isDeleted === 1 ? [] : comments }
  }
  function* live(documentId: string, threadId: string): Steps<ThreadRow | undefined> {
    const row = yield* sql.thread.get(threadId, documentId)
    return row?.isDeleted === 0 ? row : undefined
  }
  /** The thread is another one from now on, to whoever asks what changed. */
  const touch = (documentId: string, threadId: string): Steps<number> =>
    sql.touch.run({ documentId, threadId })

  function* put(
    { mentions, ...comment }: NewComment,
    notices: readonly CommentNotice[],
  ): Steps<PostedComment | null> {
    const isNew = (yield* sql.insertComment.run({ ...comment, mentions: JSON.stringify(mentions) })) > 0
    const row = yield* sql.byKey.get(comment.documentId, comment.authorId, comment.key)
    // The same key in another thread is no repetition.
    if (row?.threadId !== comment.threadId) return null
    if (isNew) yield* touch(comment.documentId, comment.threadId)
    return { id: row.id, isNew, told: isNew ? yield* keeper.addAll(notices) : [] }
  }
  const start = database.transaction(function* (
    comment: NewComment,
    quote: string | null,
    notices: readonly CommentNotice[],
  ): Steps<PostedComment | null> {
    const { documentId, threadId, authorId, createdAt } = comment
    const repeated = yield* sql.byKey.get(documentId, authorId, comment.key)
    if (repeated) return repeated.threadId === threadId ? yield* put(comment, notices) : null
    const thread = { documentId, threadId, quote, authorId, createdAt }
    return (yield* sql.insertThread.run(thread)) > 0 ? yield* put(comment, notices) : null
  })
  const reply = database.transaction(function* (
    comment: NewComment,
    notices: readonly CommentNotice[],
    most: number,
  ): Steps<PostedComment | 'full' | null> {
    const { documentId, threadId, authorId, key } = comment
    const thread = yield* live(documentId, threadId)
    if (!thread) return null
    const isFull = ((yield* sql.countAll.get(threadId))?.count ?? 0) >= most
    if (isFull && !(yield* sql.byKey.get(documentId, authorId, key))) return 'full'
    const posted = yield* put(comment, notices)
    if (posted?.isNew && thread.suggestion === null) yield* sql.reopen.run({ documentId, threadId })
    return posted
  })
  function* rowOfSuggestion(
    documentId: string,
    { suggestion, threadId, suggestedBy }: NewSuggestionThread,
    createdAt: number,
  ): Steps<ThreadRow> {
    const present = yield* sql.ofSuggestion.get(documentId, suggestion)
    if (present) return present
    yield* sql.insertSuggestion.run({ documentId, threadId, suggestion, suggestedBy, createdAt })
    const begun = yield* sql.ofSuggestion.get(documentId, suggestion)
    if (!begun) throw new Error('a thread was not kept')
    return begun
  }
  const ofSuggestion = database.transaction(function* (
    documentId: string,
    thread: NewSuggestionThread,
    createdAt: number,
  ): Steps<StoredThread> {
    return yield* threadOf(yield* rowOfSuggestion(documentId, thread, createdAt))
  })
  const decide = database.transaction(function* (
    documentId: string,
    decided: Parameters<CommentStore['decide']>[1],
    { by, at }: { by: string; at: number },
    most: number,
  ): Steps<void> {
    for (const { decision, ...thread } of decided) {
      const { id: threadId } = yield* rowOfSuggestion(documentId, thread, at)
      yield* sql.decide.run({ documentId, threadId, decision, by, at })
      yield* touch(documentId, threadId)
    }
    yield* sql.forgetDecisions.run({ documentId, most })
  })
  const edit = database.transaction(function* (
    documentId: string,
    id: number,
    change: Omit<Parameters<CommentStore['edit']>[2], 'mentions'>,
    mentions: string,
  ): Steps<boolean> {
    const row = yield* sql.comment.get(id, documentId)
    if (!row || (yield* sql.edit.run({ ...change, id, mentions })) === 0) return false
    yield* touch(documentId, row.threadId)
    return true
  })
  function* endThread(documentId: string, threadId: string): Steps<boolean> {
    if (!(yield* live(documentId, threadId))) return false
    yield* sql.clearComments.run(threadId)
    yield* sql.clearReactions.run(threadId)
    yield* sql.clearThread.run(threadId)
    yield* touch(documentId, threadId)
    return true
  }
  const remove = database.transaction(function* (
    documentId: string,
    id: number,
    authorId: string | null,
  ): Steps<{ goneThread: string | null } | null> {
    const row = yield* sql.comment.get(id, documentId)
    if (!row || (yield* sql.clearComment.run({ id, authorId })) === 0) return null
    const { threadId } = row
    yield* sql.clearReactionsOf.run(id)
    yield* touch(documentId, threadId)
    const isEmpty = ((yield* sql.countLive.get(threadId))?.count ?? 0) === 0
    const isLast = isEmpty && (yield* live(documentId, threadId))?.suggestion === null
    if (isLast) yield* endThread(documentId, threadId)
    return { goneThread: isLast ? threadId : null }
  })
  const setResolved = database.transaction(function* (
    documentId: string,
    threadId: string,
    resolved: { by: string; at: number } | null,
  ): Steps<boolean> {
    const thread = yield* live(documentId, threadId)
    if (!thread || thread.suggestion !== null || (thread.resolvedAt !== null) === (resolved !== null))
      return false
    yield* sql.resolve.run({ documentId, threadId, by: resolved?.by ?? null, at: resolved?.at ?? null })
    yield* touch(documentId, threadId)
    return true
  })
  const react = database.transaction(function* (
    documentId: string,
    id: number,
    { sign, userId, isOn }: Parameters<CommentStore['react']>[2],
  ): Steps<boolean> {
    const row = yield* sql.comment.get(id, documentId)
    if (!row || row.isDeleted === 1) return false
    const change = isOn ? sql.react : sql.unreact
    if ((yield* change.run(id, sign, userId)) === 0) return false
    yield* touch(documentId, row.threadId)
    return true
  })
  function* changesAfter(
    documentId: string,
    change: number,
    limit: number,
    maxLetters: number,
  ): Steps<StoredThread[]> {
    const threads: StoredThread[] = []
    let letters = 0
    for (const row of yield* sql.changes.all(documentId, change, limit)) {
      if (letters >= maxLetters) break
      const thread = yield* threadOf(row)
      threads.push(thread)
      letters += lettersOf(thread)
    }
    return threads
  }
  function* threadIn(documentId: string, threadId: string): Steps<StoredThread | null> {
    const row = yield* live(documentId, threadId)
    return row ? yield* threadOf(row) : null
  }

  return {
    start: (comment, quote, notices = []) => start(comment, quote, notices),
    reply: (comment, notices = [], most = Infinity) => reply(comment, notices, most),
    ofSuggestion,
    decide,
    countSince: async (authorId, time) =>
      (await database.take(sql.countSince.get(authorId, time)))?.count ?? 0,
    countThreads: async (documentId) => (await database.take(sql.countThreads.get(documentId)))?.count ?? 0,
    changesAfter: (documentId, change, limit, maxLetters = Infinity) =>
      database.take(changesAfter(documentId, change, limit, maxLetters)),
    lastChange: async (documentId) => (await database.take(sql.lastChange.get(documentId)))?.change ?? 0,
    thread: (documentId, threadId) => database.take(threadIn(documentId, threadId)),
    whose: async (threadId) => {
      const row = await database.take(sql.whose.get(threadId))
      return row ? { ...row, isDeleted: row.isDeleted === 1 } : null
    },
    edit: (documentId, id, { mentions, ...change }) => edit(documentId, id, change, JSON.stringify(mentions)),
    remove,
    removeThread: database.transaction(endThread),
    setResolved,
    react,
  }
}
