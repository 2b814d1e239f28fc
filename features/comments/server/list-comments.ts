import {
  type CommentChanges,
  type CommentThread,
  isReactionSign,
  type Reaction,
  reactionSigns,
  type ThreadComment,
} from '#features/comments/comment-thread'
import type { CommentStore, StoredComment, StoredThread } from '#storage/comment-store'

const mostAtOnce = 200
/** Threads are given whole: behind the one with which it is so much, the next page begins. */
const maxLettersAtOnce = 1_000_000

/** What happened to the threads of a document after a change number, as one person may know it. */
export async function readCommentChanges(
  store: CommentStore,
  { documentId, userId }: { readonly documentId: string; readonly userId: string },
  after: number,
): Promise<CommentChanges> {
  const found = await store.changesAfter(documentId, after, mostAtOnce, maxLettersAtOnce)
  const last = found.at(-1)?.change ?? after
  const threads = found.map((thread) => threadOf(thread, userId))
  return { threads, hasMore: found.length > 0 && (await store.lastChange(documentId)) > last }
}

function threadOf(stored: StoredThread, userId: string): CommentThread {
  const { id, change, quote, createdAt, resolvedAt, resolvedByName, isDeleted, comments } = stored
  const suggestion = suggestionOf(stored)
  const resolved = resolvedAt === null ? null : { by: resolvedByName, at: resolvedAt }
  const said = comments.map((comment) => commentOf(comment, userId))
  return { id, change, quote, suggestion, createdAt, resolved, isDeleted, comments: said }
}

function suggestionOf({ suggestion, createdBy, decision }: StoredThread): CommentThread['suggestion'] {
  if (suggestion === null) return null
  return {
    id: suggestion,
    by: createdBy,
    decision: decision === null ? null : (JSON.parse(decision) as unknown),
  }
}

function commentOf(
  { id, authorId, authorName, key, text, mentions, createdAt, editedAt, isDeleted, reactions }: StoredComment,
  userId: string,
): ThreadComment {
  return {
    id,
    authorId,
    author: authorName,
    key: authorId === userId ? key : null,
    text,
    mentions,
    at: createdAt,
    isEdited: editedAt !== null,
    isDeleted,
    reactions: countReactions(reactions, userId),
  }
}

/** Always in the same order, so that none changes its place under a finger. */
function countReactions(reactions: StoredComment['reactions'], userId: string): Reaction[] {
  const known = reactions.filter(({ sign }) => isReactionSign(sign))
  return reactionSigns.flatMap((sign) => {
    const people = known.filter((reaction) => reaction.sign === sign)
    const isOwn = people.some((reaction) => reaction.userId === userId)
    return people.length > 0 ? [{ sign, count: people.length, isOwn }] : []
  })
}
