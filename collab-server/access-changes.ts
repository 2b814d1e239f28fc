import { maxTokenLifetimeMs } from '#access/document-token'

/** In milliseconds. */
export type Clocks = {
  /** Since the epoch, as in tokens; it may be set. */
  readonly wall: () => number
  /** Since whenever; it is never set. */
  readonly monotonic: () => number
}

export const systemClocks: Clocks = { wall: () => Date.now(), monotonic: () => performance.now() }

/** Twice as long as a token lives, for clocks that differ. */
const rememberedMs = 2 * maxTokenLifetimeMs

type Change = {
  /** By the app's clock, like the times in tokens. */
  readonly changedAt: number
  /** By the monotonic one. */
  readonly notedAt: number
}

/**
 * Which tokens no longer count although they have not expired: those issued before access to their
 * document was changed, those of a session that has ended, and those issued before this server started,
 * since it may have been down when the change was told.
 *
 * A clock that is set back would make every new token one of before: so the start moves along with the clock,
 * and a change is remembered by one that is not set. For that long, new tokens of its document may be refused.
 */
export class AccessChanges {
  readonly #clocks: Clocks
  readonly #started: number
  readonly #changes = new Map<string, Change>()
  /** Ended sessions, which never come back, and when each was noted. */
  readonly #endedSessions = new Map<string, number>()

  constructor(clocks: Clocks = systemClocks) {
    this.#clocks = clocks
    this.#started = clocks.monotonic()
  }

  /** `changedAt` is by the app's clock. */
  note(documentId: string, changedAt: number): void {
    const notedAt = this.#clocks.monotonic()
    for (const [id, change] of this.#changes)
      if (notedAt - change.notedAt > rememberedMs) this.#changes.delete(id)
    const before = this.#changes.get(documentId)
    this.#changes.set(documentId, { changedAt: Math.max(changedAt, before?.changedAt ?? 0), notedAt })
  }

  noteEndOfSession(sessionId: string): void {
    const now = this.#clocks.monotonic()
    for (const [id, notedAt] of this.#endedSessions)
      if (now - notedAt > rememberedMs) this.#endedSessions.delete(id)
    this.#endedSessions.set(sessionId, now)
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
    const { wall, monotonic } = this.#clocks
    const now = monotonic()
    // When the server started, as the clock would have it that says what time it is now.
    if (issuedAt < Math.floor(wall() - (now - this.#started))) return true
    const change = this.#changes.get(documentId)
    return change !== undefined && issuedAt <= change.changedAt && now - change.notedAt <= rememberedMs
  }
}
