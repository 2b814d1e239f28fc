import { maxTokenLifetimeMs } from '#access/document-token'

/**
 * Which tokens no longer count although they have not expired: those issued before access to their
 * document was changed, and those issued before this server started, since it may have been down when
 * the change was told.
 */
export class AccessChanges {
  readonly #startedAt: number
  readonly #changedAt = new Map<string, number>()

  constructor(startedAt: number) {
    this.#startedAt = startedAt
  }

  /** `changedAt` is by the app's clock, like the times in tokens. */
  note(documentId: string, changedAt: number): void {
    const oldest = changedAt - maxTokenLifetimeMs
    for (const [id, time] of this.#changedAt) if (time < oldest) this.#changedAt.delete(id)
    this.#changedAt.set(documentId, Math.max(changedAt, this.#changedAt.get(documentId) ?? 0))
  }

  isOutdated({ documentId, issuedAt }: { documentId: string; issuedAt: number }): boolean {
    const changedAt = this.#changedAt.get(documentId)
    return issuedAt < this.#startedAt || (changedAt !== undefined && issuedAt <= changedAt)
  }
}
