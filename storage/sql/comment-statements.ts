import type { SqlDatabase } from '#storage/sql/sql-database'

import type { NewComment, StoredComment, StoredThread } from '#storage/comment-store'

export type ThreadRow = Omit<StoredThread, 'isDeleted' | 'comments'> & { isDeleted: 0 | 1 }
type CommentRow = Omit<StoredComment, 'mentions' | 'isDeleted' | 'reactions'> & {
  mentions: string
  isDeleted: 0 | 1
}

type Thread = { readonly documentId: string; readonly threadId: string }

const nextChange =
  '(select coalesce(max(change), 0) + 1 from comment_threads where document_id = @documentId)'
/** Of a row among many of one document: behind all that was, and each its own. */
export const nextThreadChange: string = `(select max(change) from comment_threads as others
    where others.document_id = comment_threads.document_id)
  + (select count(*) from comment_threads as others
    where others.document_id = comment_threads.document_id and others.id <= comment_threads.id)`
const threadColumns = `comment_threads.id, change, quote, suggestion, decision, created_by as createdBy, created_at as createdAt,
  resolved_by as resolvedBy, people.name as resolvedByName, resolved_at as resolvedAt, is_deleted as isDeleted
  from comment_threads left join people on people.id = resolved_by`
const commentColumns = `comments.id, thread_id as threadId, author_id as authorId, people.name as authorName, key, text,
  mentions, created_at as createdAt, edited_at as editedAt, is_deleted as isDeleted
  from comments left join people on people.id = author_id`

/** The statements of comments, prepared. */
export function commentStatements(database: SqlDatabase) {
  return {
    insertThread: database.prepare<Thread & { quote: string | null; authorId: string; createdAt: number }>(
      `insert into comment_threads (id, document_id, change, quote, created_by, created_at)
        values (@threadId, @documentId, ${nextChange}, @quote, @authorId, @createdAt)
        on conflict (id) do nothing`,
    ),
    insertSuggestion: database.prepare<
      Thread & { suggestion: string; suggestedBy: string; createdAt: number }
    >(
      `insert into comment_threads (id, document_id, change, suggestion, created_by, created_at)
        values (@threadId, @documentId, ${nextChange}, @suggestion, @suggestedBy, @createdAt)`,
    ),
    ofSuggestion: database.prepare<[string, string], ThreadRow>(
      `select ${threadColumns} where document_id = ? and suggestion = ?`,
    ),
    decide: database.prepare<Thread & { decision: string; by: string; at: number }>(
      `update comment_threads set decision = @decision, resolved_by = @by, resolved_at = @at
        where id = @threadId and document_id = @documentId`,
    ),
    forgetDecisions: database.prepare<{ documentId: string; most: number }>(
      `delete from comment_threads where document_id = @documentId and decision is not null
        and not exists (select 1 from comments where thread_id = comment_threads.id)
        and id not in (select id from comment_threads as others
          where others.document_id = @documentId and decision is not null order by change desc limit @most)`,
    ),
    insertComment: database.prepare<Omit<NewComment, 'mentions'> & { mentions: string }>(
      `insert into comments (thread_id, document_id, author_id, key, text, mentions, created_at)
        values (@threadId, @documentId, @authorId, @key, @text, @mentions, @createdAt)
        on conflict (document_id, author_id, key) do nothing`,
    ),
    byKey: database.prepare<[string, string, string], { id: number; threadId: string }>(
      'select id, thread_id as threadId from comments where document_id = ? and author_id = ? and key = ?',
    ),
    comment: database.prepare<[number, string], { threadId: string; isDeleted: 0 | 1 }>(
      'select thread_id as threadId, is_deleted as isDeleted from comments where id = ? and document_id = ?',
    ),
    touch: database.prepare<Thread>(
      `update comment_threads set change = ${nextChange} where id = @threadId and document_id = @documentId`,
    ),
    thread: database.prepare<[string, string], ThreadRow>(
      `select ${threadColumns} where comment_threads.id = ? and document_id = ?`,
    ),
    whose: database.prepare<[string], { documentId: string; createdBy: string; isDeleted: 0 | 1 }>(
      `select document_id as documentId, created_by as createdBy, is_deleted as isDeleted
        from comment_threads where id = ?`,
    ),
    changes: database.prepare<[string, number, number], ThreadRow>(
      `select ${threadColumns} where document_id = ? and change > ? order by change limit ?`,
    ),
    lastChange: database.prepare<[string], { change: number | null }>(
      'select max(change) as change from comment_threads where document_id = ?',
    ),
    countThreads: database.prepare<[string], { count: number }>(
      `select count(*) as count from comment_threads where document_id = ? and is_deleted = 0
        and (decision is null or exists (select 1 from comments where thread_id = comment_threads.id))`,
    ),
    countSince: database.prepare<[string, number], { count: number }>(
      'select count(*) as count from comments where author_id = ? and created_at > ?',
    ),
    comments: database.prepare<[string], CommentRow>(
      `select ${commentColumns} where thread_id = ? order by comments.id`,
    ),
    countLive: database.prepare<[string], { count: number }>(
      'select count(*) as count from comments where thread_id = ? and is_deleted = 0',
    ),
    countAll: database.prepare<[string], { count: number }>(
      'select count(*) as count from comments where thread_id = ?',
    ),
    edit: database.prepare<{
      id: number
      authorId: string
      text: string
      mentions: string
      editedAt: number
    }>(
      `update comments set text = @text, mentions = @mentions, edited_at = @editedAt
        where id = @id and author_id = @authorId and is_deleted = 0`,
    ),
    clearComment: database.prepare<{ id: number; authorId: string | null }>(
      `update comments set text = '', mentions = '[]', is_deleted = 1
        where id = @id and (cast(@authorId as text) is null or author_id = @authorId) and is_deleted = 0`,
    ),
    clearComments: database.prepare<[string]>(
      `update comments set text = '', mentions = '[]', is_deleted = 1 where thread_id = ?`,
    ),
    clearThread: database.prepare<[string]>(
      `update comment_threads set quote = null, suggestion = null, decision = null, is_deleted = 1
        where id = ?`,
    ),
    clearReactions: database.prepare<[string]>(
      'delete from comment_reactions where comment_id in (select id from comments where thread_id = ?)',
    ),
    clearReactionsOf: database.prepare<[number]>('delete from comment_reactions where comment_id = ?'),
    resolve: database.prepare<Thread & { by: string | null; at: number | null }>(
      `update comment_threads set resolved_by = @by, resolved_at = @at
        where id = @threadId and document_id = @documentId`,
    ),
    reopen: database.prepare<Thread>(
      `update comment_threads set resolved_by = null, resolved_at = null
        where id = @threadId and document_id = @documentId`,
    ),
    reactions: database.prepare<[string], { commentId: number; sign: string; userId: string }>(
      `select comment_id as commentId, sign, user_id as userId from comment_reactions
        where comment_id in (select id from comments where thread_id = ?) order by comment_id, sign, user_id`,
    ),
    react: database.prepare<[number, string, string]>(
      'insert into comment_reactions (comment_id, sign, user_id) values (?, ?, ?) on conflict do nothing',
    ),
    unreact: database.prepare<[number, string, string]>(
      'delete from comment_reactions where comment_id = ? and sign = ? and user_id = ?',
    ),
  }
}
