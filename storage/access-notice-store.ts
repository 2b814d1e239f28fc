/** Something that the collab server has to be told: access to a document was taken back or changed, or a session ended. */
export type AccessNotice = {
  readonly id: number
  readonly documentId: string | null
  readonly sessionId: string | null
}

/**
 * What the collab server was not told yet. Adapters store a notice with the change itself, all of it or nothing, of
 * every role, share or link that is changed or taken back, of documents closed or put in the trash, and of sessions
 * that end; so that it is told later where somebody stops in between.
 */
export interface AccessNoticeStore {
  /** The oldest first. */
  pending(limit: number): Promise<AccessNotice[]>
  /** Ids of those of a document. */
  ofDocument(documentId: string): Promise<number[]>
  /** Ids of those of some sessions. */
  ofSessions(sessionIds: readonly string[]): Promise<number[]>
  /** Stores one that came with no change. */
  add(about: { readonly documentId: string } | { readonly sessionId: string }): Promise<void>
  /** Forgets those that were told. */
  remove(ids: readonly number[]): Promise<void>
}
