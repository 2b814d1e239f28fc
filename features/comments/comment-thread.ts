export const maxCommentLength = 4_000
export const mostCommentMentions = 20

/** What may be said with one press. */
export const reactionSigns = ['👍', '❤️', '😄', '🎉', '👀', '✅'] as const
export type ReactionSign = (typeof reactionSigns)[number]

export function isReactionSign(value: unknown): value is ReactionSign {
  return reactionSigns.some((sign) => sign === value)
}

export type CommentMention = { readonly id: string; readonly name: string }

export type Reaction = {
  readonly sign: ReactionSign
  readonly count: number
  /** Whether whoever looks is among them. */
  readonly isOwn: boolean
}

export type ThreadComment = {
  readonly id: number
  readonly authorId: string
  /** Null where nobody told their name. */
  readonly author: string | null
  /** By which its author knows it, also before it had an id; null for everybody else. */
  readonly key: string | null
  /** Empty where it was deleted. */
  readonly text: string
  readonly mentions: readonly CommentMention[]
  /** Milliseconds since the epoch. */
  readonly at: number
  readonly isEdited: boolean
  readonly isDeleted: boolean
  readonly reactions: readonly Reaction[]
}

export type ThreadSuggestion = {
  readonly id: string
  /** User id; empty where nobody knows any more. */
  readonly by: string
  /** As it was recorded, for those who show suggestions; by whom and when, says `resolved`. Null while it is pending. */
  readonly decision: unknown
}

/** A conversation about some text, or about the whole document, as pages are told of it. */
export type CommentThread = {
  readonly id: string
  /** Grows within a document with everything that happens to its threads. */
  readonly change: number
  /** How the text read when it was commented; null where the thread is about the whole document. */
  readonly quote: string | null
  /** The suggestion that it is about, instead of text. */
  readonly suggestion: ThreadSuggestion | null
  readonly createdAt: number
  readonly resolved: { readonly by: string | null; readonly at: number } | null
  readonly isDeleted: boolean
  readonly comments: readonly ThreadComment[]
}

/** What happened to the threads of a document after a change, in its order. */
export type CommentChanges = {
  readonly threads: readonly CommentThread[]
  /** There is more, to be asked for behind the last. */
  readonly hasMore: boolean
}

/** Where in the text a comment shall be, said so that it holds whatever others do meanwhile; see `protocol/comment-marks.ts`. */
export type CommentPlace = {
  readonly start: string
  readonly end: string
  readonly letters: string
  /** As it is read, in case that nothing of it is left. */
  readonly quote: string
}
