import {
  CollabUnavailableError,
  type CollabServerClient,
} from '#features/documents/server/collab-server-client'
import type { AppStore } from '#storage/app-store'

type Services = {
  readonly store: Pick<AppStore, 'accessNotices'>
  readonly collabServer: Pick<CollabServerClient, 'changeAccess' | 'endSessions'>
}

const firstRetryMs = 500
const longestRetryMs = 20_000
const mostAtOnce = 200

/**
 * Tells the collab server of access that was taken back, after the change is stored, and again and again until it has
 * answered: until then connections go on, and tokens from before are taken.
 */
export class AccessNotices {
  readonly #services: Services
  /** When a change that was not heard was first told: repeated later, it must cut nobody who has come since. */
  readonly #changedAt = new Map<string, number>()
  #retry: NodeJS.Timeout | undefined
  #retryMs = firstRetryMs

  constructor(services: Services) {
    this.#services = services
  }

  /** Access to a document has changed, for those to whom it came `via` one of these; for everybody without. */
  async ofDocument(documentId: string, via?: readonly string[]): Promise<void> {
    const { accessNotices } = this.#services.store
    const ids = await accessNotices.ofDocument(documentId)
    const changedAt = Date.now()
    // An earlier change of this document, that was not heard or is on its way, came by something else.
    const waiting = this.#changedAt.get(documentId)
    const whom = waiting !== undefined || ids.length > 1 ? undefined : via
    if (await this.#tell((server) => server.changeAccess(documentId, changedAt, whom))) {
      if (this.#changedAt.get(documentId) === waiting) this.#changedAt.delete(documentId)
      return accessNotices.remove(ids)
    }
    this.#changedAt.set(documentId, changedAt)
    if (ids.length === 0) await accessNotices.add({ documentId })
    this.retryLater()
  }

  async ofSessionEnds(sessionIds: readonly string[]): Promise<void> {
    if (sessionIds.length === 0) return
    const { accessNotices } = this.#services.store
    const ids = await accessNotices.ofSessions(sessionIds)
    if (await this.#tell((server) => server.endSessions(sessionIds))) return accessNotices.remove(ids)
    if (ids.length === 0) for (const sessionId of sessionIds) await accessNotices.add({ sessionId })
    this.retryLater()
  }

  /** Tells what was not heard, also before this process began; again later, as long as it is not. */
  retryLater(): void {
    if (this.#retry) return
    this.#retry = setTimeout(() => void this.#tellAll(), this.#retryMs).unref()
  }

  async #tellAll(): Promise<void> {
    // From now on what is not heard wants another one, for this one may have passed it.
    this.#retry = undefined
    let isHeard = false
    try {
      isHeard = await this.#tellPending()
    } catch (error) {
      console.error('what the collab server is to be told could not be read', error)
    }
    this.#retryMs = isHeard ? firstRetryMs : Math.min(2 * this.#retryMs, longestRetryMs)
    if (!isHeard) this.retryLater()
  }

  /** @returns whether everything was heard */
  async #tellPending(): Promise<boolean> {
    const { accessNotices } = this.#services.store
    const pending = await accessNotices.pending(mostAtOnce)
    const byDocument = Map.groupBy(pending, ({ documentId }) => documentId)
    for (const [documentId, notices] of byDocument) {
      if (documentId === null) continue
      const changedAt = this.#changedAt.get(documentId) ?? Date.now()
      this.#changedAt.set(documentId, changedAt)
      if (!(await this.#tell((server) => server.changeAccess(documentId, changedAt)))) return false
      await accessNotices.remove(notices.map(({ id }) => id))
      if (this.#changedAt.get(documentId) === changedAt) this.#changedAt.delete(documentId)
    }
    const ended = byDocument.get(null) ?? []
    const sessionIds = ended.flatMap(({ sessionId }) => sessionId ?? [])
    if (ended.length > 0 && !(await this.#tell((server) => server.endSessions(sessionIds)))) return false
    await accessNotices.remove(ended.map(({ id }) => id))
    return pending.length < mostAtOnce
  }

  /** Whether it was heard, or there is nobody to hear it: whoever is not there has no connections, and takes no token from before. */
  async #tell(say: (server: Services['collabServer']) => Promise<void>): Promise<boolean> {
    try {
      await say(this.#services.collabServer)
      return true
    } catch (error) {
      if (!(error instanceof CollabUnavailableError)) throw error
      console.error('the collab server was not told of a change of access', error.cause)
      return error.isDown
    }
  }
}
