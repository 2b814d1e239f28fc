/** Of what in a document somebody wants to hear: of everything, of what names or concerns them, or of nothing. */
export type WatchLevel = 'everything' | 'mine' | 'nothing'

/** Something that happened in a document and concerns one person. */
export type StoredNotification = {
  /** Grows with every one there is; newer ones are greater. */
  readonly id: number
  /** What it is, as the feature knows it; to the store a name. */
  readonly kind: string
  readonly documentId: string
  /** What of the document it is about, as a thread of comments; null for all of it. */
  readonly subject: string | null
  /** Who did it; null where that is not known. */
  readonly actorId: string | null
  /** As they want to be known; null where nobody told. */
  readonly actorName: string | null
  readonly createdAt: number
  readonly readAt: number | null
}

export type NewNotification = {
  readonly userId: string
  readonly kind: string
  readonly documentId: string
  /** Of the whole document without one. */
  readonly subject?: string
  readonly actorId: string | null
  readonly createdAt: number
}

/** A document that names somebody who has not been told yet. */
export type UntoldMention = {
  readonly documentId: string
  readonly byId: string | null
  readonly mentionedAt: number
}

export interface NotificationStore {
  /**
   * Takes the place of an unread one of the same person, kind, document, subject and actor, so that nobody is nagged. Not
   * kept, and false, where the person wants to hear of less in this document than `level`. Of one person the newest 200 stay.
   */
  add(notification: NewNotification, level: Exclude<WatchLevel, 'nothing'>): Promise<boolean>
  /** The newest first. */
  ofUser(userId: string, limit: number): Promise<StoredNotification[]>
  /** Of one's own alone. Those already read keep their time. */
  markRead(userId: string, ids: readonly number[], readAt: number): Promise<void>
  /** The same for all up to one. */
  markReadThrough(userId: string, id: number, readAt: number): Promise<void>
  /** The same for these kinds in a document. False where there was none. */
  markReadOf(userId: string, documentId: string, kinds: readonly string[], readAt: number): Promise<boolean>
  /** The same for all about a subject in a document. False where there was none. */
  markReadAbout(userId: string, documentId: string, subject: string, readAt: number): Promise<boolean>
  /** `mine` where nothing was said. */
  watchLevel(userId: string, documentId: string): Promise<WatchLevel>
  setWatchLevel(userId: string, documentId: string, level: WatchLevel): Promise<void>
  /** Who wants to hear of everything in a document. */
  watchersOf(documentId: string): Promise<string[]>
  /**
   * In documents that the person may read at `now`, the oldest first, at most `limit`. They stay until they are told or
   * are in the document no more.
   */
  untoldMentions(userId: string, now: number, limit: number): Promise<UntoldMention[]>
  /** Tells of a mention, in one step with noting that it was told: of several at once one tells. False where it was. */
  tellMention(userId: string, mention: UntoldMention, kind: string): Promise<boolean>
}
