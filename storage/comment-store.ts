import type { NewNotification, WatchLevel } from '#storage/notification-store'

/** Somebody named in a comment, and as what. */
export type CommentMention = { readonly id: string; readonly name: string }

export type StoredComment = {
  /** Grows with every comment of all documents. */
  readonly id: number
  readonly threadId: string
  readonly authorId: string
  /** As they want to be known; null where nobody told. */
  readonly authorName: string | null
  /** Given by who wrote it, so that a repeated one is known. */
  readonly key: string
  /** Empty where it was deleted. */
  readonly text: string
  readonly mentions: readonly CommentMention[]
  readonly createdAt: number
  readonly editedAt: number | null
  readonly isDeleted: boolean
  readonly reactions: readonly { readonly sign: string; readonly userId: string }[]
}

export type StoredThread = {
  readonly id: string
  /** Grows within a document with everything that happens to its threads; greater than any before. */
  readonly change: number
  /** How the commented text read; null where the thread is about the whole document. */
  readonly quote: string | null
  /** Id of the suggestion that it is about; null for comments. */
  readonly suggestion: string | null
  /** What was decided about the suggestion, as JSON; by whom and when, say `resolvedBy` and `resolvedAt`. */
  readonly decision: string | null
  /** Of a suggestion: who made it. Empty where nobody knows any more. */
  readonly createdBy: string
  readonly createdAt: number
  readonly resolvedBy: string | null
  readonly resolvedByName: string | null
  /** Null while it is open. */
  readonly resolvedAt: number | null
  /** It has no comments any more, and never will. */
  readonly isDeleted: boolean
  /** In the order in which they were written. */
  readonly comments: readonly StoredComment[]
}

export type NewComment = {
  readonly documentId: string
  readonly threadId: string
  readonly authorId: string
  readonly key: string
  readonly text: string
  readonly mentions: readonly CommentMention[]
  readonly createdAt: number
}

export type NewSuggestionThread = {
  readonly suggestion: string
  /** For the thread, if there is none yet. */
  readonly threadId: string
  /** Who made the suggestion; empty where that is not known. */
  readonly suggestedBy: string
}

/** Whom something concerns, kept as by `NotificationStore.add`. */
export type CommentNotice = NewNotification & { readonly level: Exclude<WatchLevel, 'nothing'> }

export type ThreadOwner = {
  readonly documentId: string
  readonly createdBy: string
  readonly isDeleted: boolean
}

/** `told`: the people whose notices were kept, which is done once for each key. */
export type PostedComment = { readonly id: number; readonly isNew: boolean; readonly told: readonly string[] }

export interface CommentStore {
  /** A thread with its first comment and its notices, all or nothing; null where the id is that of another thread. */
  start(
    comment: NewComment,
    quote: string | null,
    notices?: readonly CommentNotice[],
  ): Promise<PostedComment | null>
  /**
   * Opens a resolved thread again, unless it is one of a suggestion. Null where there is no such thread in this document; `full` where it has as many
   * comments as `most`, deleted ones too, and this one is new.
   */
  reply(
    comment: NewComment,
    notices?: readonly CommentNotice[],
    most?: number,
  ): Promise<PostedComment | 'full' | null>
  /** The thread of a suggestion in this document; begun, with no comments in it, where there is none. */
  ofSuggestion(documentId: string, thread: NewSuggestionThread, createdAt: number): Promise<StoredThread>
  /**
   * Keeps what was decided about suggestions of a document, in place of what was decided before. Of those in which
   * nobody ever said anything, the ones decided longest ago go where the document has more than `most`.
   */
  decide(
    documentId: string,
    decided: readonly (NewSuggestionThread & { readonly decision: string })[],
    decision: { readonly by: string; readonly at: number },
    most: number,
  ): Promise<void>
  /** How many somebody has written since a time, in all documents. */
  countSince(authorId: string, time: number): Promise<number>
  /** How many threads a document has; neither deleted ones nor decisions of which nobody said anything are counted. */
  countThreads(documentId: string): Promise<number>
  /**
   * What changed after a change number, in that order, at most `limit`; deleted ones too, without comments. No more
   * behind a thread with which there are `maxLetters` of them; whether there is more, `lastChange` says.
   */
  changesAfter(
    documentId: string,
    change: number,
    limit: number,
    maxLetters?: number,
  ): Promise<StoredThread[]>
  /** The greatest change number; 0 where there is no thread. */
  lastChange(documentId: string): Promise<number>
  /** Null where there is no such thread in this document, or it is deleted. */
  thread(documentId: string, threadId: string): Promise<StoredThread | null>
  /** The same for whatever document; only of which one, and who began it. Deleted ones too. */
  whose(threadId: string): Promise<ThreadOwner | null>
  /** False where there is no such comment, it is somebody else's, or deleted. */
  edit(
    documentId: string,
    id: number,
    change: { authorId: string; text: string; mentions: readonly CommentMention[]; editedAt: number },
  ): Promise<boolean>
  /**
   * Takes its words away for good; with the last comment the thread goes too, but for a suggestion's. Null `authorId`: whoever wrote it.
   * Null where there is none, as above; else which thread is gone, if one is.
   */
  remove(
    documentId: string,
    id: number,
    authorId: string | null,
  ): Promise<{ readonly goneThread: string | null } | null>
  /** A thread with all that was said in it; a suggestion can have another one then. False where there is none. */
  removeThread(documentId: string, threadId: string): Promise<boolean>
  /** Null opens it again. False where there is none, that changes nothing, or it is a suggestion's. */
  setResolved(
    documentId: string,
    threadId: string,
    resolved: { readonly by: string; readonly at: number } | null,
  ): Promise<boolean>
  /** False where there is no such comment, or that changes nothing. */
  react(
    documentId: string,
    commentId: number,
    reaction: { readonly sign: string; readonly userId: string; readonly isOn: boolean },
  ): Promise<boolean>
}
