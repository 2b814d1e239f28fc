import type { NewNotification, WatchLevel } from '#storage/notification-store'

/** Somebody named in a message, and as what. */
export type ChatMention = { readonly id: string; readonly name: string }

export type StoredChatMessage = {
  /** Grows with every message of all documents. */
  readonly id: number
  /** Grows within a document with every message, edit and deletion; greater than any before. */
  readonly change: number
  readonly authorId: string
  /** As they want to be known; null where nobody told. */
  readonly authorName: string | null
  /** Given by who wrote it, so that a repeated one is known. */
  readonly key: string
  /** Empty where it was deleted. */
  readonly text: string
  readonly mentions: readonly ChatMention[]
  readonly createdAt: number
  readonly editedAt: number | null
  readonly isDeleted: boolean
}

export type NewChatMessage = {
  readonly documentId: string
  readonly authorId: string
  readonly key: string
  readonly text: string
  readonly mentions: readonly ChatMention[]
  readonly createdAt: number
}

/** Whom a message concerns, kept as by `NotificationStore.add`. */
export type ChatNotice = NewNotification & { readonly level: Exclude<WatchLevel, 'nothing'> }

export interface ChatStore {
  /**
   * Keeps a message with its notices, all of it or nothing. The same author's key again gives the message that is there
   * and keeps no notice again; `isNew` says which. `told`: the people whose notices were kept.
   */
  post(
    message: NewChatMessage,
    notices?: readonly ChatNotice[],
  ): Promise<{ id: number; isNew: boolean; told: string[] }>
  /** How many somebody has written since a time, in all documents. */
  countSince(authorId: string, time: number): Promise<number>
  /** The newest `limit` with an id below `before`, the oldest first. */
  page(documentId: string, before: number | null, limit: number): Promise<StoredChatMessage[]>
  /** What changed after a change number, in that order, at most `limit`. */
  changesAfter(documentId: string, change: number, limit: number): Promise<StoredChatMessage[]>
  /** The greatest change number; 0 where nobody has written. */
  lastChange(documentId: string): Promise<number>
  /** False where there is no such message, it is somebody else's, or deleted. */
  edit(
    documentId: string,
    id: number,
    change: { authorId: string; text: string; mentions: readonly ChatMention[]; editedAt: number },
  ): Promise<boolean>
  /** Takes its words away for good; what is left says that there was one. Null: whoever wrote it. False as above. */
  remove(documentId: string, id: number, authorId: string | null): Promise<boolean>
  /** Up to which message somebody has read; 0 for none. */
  readThrough(userId: string, documentId: string): Promise<number>
  /** Never goes back: false where that much was read already. */
  markRead(userId: string, documentId: string, id: number): Promise<boolean>
  /** Of others, not deleted, that somebody has not read; no more than `limit` are counted. */
  countUnread(userId: string, documentId: string, limit: number): Promise<number>
}
