import { maxTokenLifetimeMs } from '#access/document-token'

/**
 * Which tokens no longer count although they have not expired: those issued before access to their
 * document was changed, those of a session that has ended, and those issued before this server started, since it may have been down when
 * the change was told.
 */
export class AccessChanges {
  readonly #startedAt: number
  readonly #changedAt = new Map<string, number>()
  /** Ended sessions, which never come back, and when no token of theirs can live any more. */
  readonly #endedSessions = new Map<string, number>()

  constructor(startedAt: number) {
    this.#startedAt = startedAt
  }

  /** `changedAt` is by the app's clock, like the times in tokens. */
  note(documentId: string, changedAt: number): void {
    const oldest = changedAt - maxTokenLifetimeMs
    for (const [id, time] of this.#changedAt) if (time < oldest) this.#changedAt.delete(id)
    this.#changedAt.set(documentId, Math.max(changedAt, this.#changedAt.get(documentId) ?? 0))
  }

  noteEndOfSession(sessionId: string, now: number): void {
    for (const [id, until] of this.#endedSessions) if (until < now) this.#endedSessions.delete(id)
    // Twice as long as a token lives, for clocks that differ.
    this.#endedSessions.set(sessionId, now + 2 * maxTokenLifetimeMs)
  }

  isOutdated({
    documentId,
    issuedAt,
    sessionId,
  }: {
    documentId: string
    issuedAt: number
    sessionId?: string | undefined
  }): boolean {
    if (sessionId !== undefined && this.#endedSessions.has(sessionId)) return true
    const changedAt = this.#changedAt.get(documentId)
    return issuedAt < this.#startedAt || (changedAt !== undefined && issuedAt <= changedAt)
  }
}
