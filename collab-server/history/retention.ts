import type { DocumentWorkshop } from '#collab-server/document-workshop'
import { describeError, type Log } from '#collab-server/log'
import type { LifeKind } from '#protocol/document-life'
import type { DocumentUpdateStore } from '#storage/document-update-store'

const dayMs = 24 * 60 * 60_000
const firstRunMs = 60_000
const betweenRunsMs = 6 * 60 * 60_000
const kind: LifeKind = 'before'

type RetentionOptions = {
  readonly store: Pick<
    DocumentUpdateStore,
    'findForgettable' | 'loadRecord' | 'loadPacked' | 'compact' | 'forget'
  >
  readonly workshop: Pick<DocumentWorkshop, 'pastBefore' | 'digest'>
  readonly log: Log
  /** For so long the past is kept. */
  readonly days: number
}

/**
 * Forgets what is older than the operator wants to keep: what each document was by then stays as one version, without who
 * wrote it and without what was deleted. One document at a time; what a stop leaves undone is found again.
 */
export class Retention {
  readonly #options: RetentionOptions
  #timer: NodeJS.Timeout | undefined
  #running: Promise<void> | undefined
  #closed = false

  constructor(options: RetentionOptions) {
    this.#options = options
  }

  /** A while after the start, when there is most to do, and then several times a day. */
  start(waitMs = firstRunMs): void {
    this.#timer = setTimeout(() => {
      this.#running = this.run(Date.now()).finally(() => {
        if (!this.#closed) this.start(betweenRunsMs)
      })
    }, waitMs).unref()
  }

  async run(now: number): Promise<void> {
    const { store, log, days } = this.#options
    const before = now - days * dayMs
    try {
      for (const documentId of await store.findForgettable(before)) {
        if (this.#closed) return
        // oxlint-disable-next-line no-await-in-loop -- one after the other, so that nobody waits for it
        await this.#forget(documentId, before)
      }
    } catch (error) {
      if (!this.#closed) log('error', 'upkeep-failed', { reason: describeError(error) })
    }
  }

  /** Asks the workshop for nothing from here on, which may close meanwhile; ends before the store does. */
  async close(): Promise<void> {
    this.#closed = true
    clearTimeout(this.#timer)
    await this.#running
  }

  async #forget(documentId: string, before: number): Promise<void> {
    const { store, workshop, log } = this.#options
    try {
      const record = await store.loadRecord(documentId)
      // Asked once more, the workshop would begin another thread.
      if (this.#closed) return
      const past = record && (await workshop.pastBefore(record, before))
      if (!past) return
      await this.#fold(documentId, past.sequence)
      await store.forget({ documentId, userId: '', sessionId: kind, ...past })
      log('info', 'forgotten', { documentId, throughSequence: past.sequence })
    } catch (error) {
      if (this.#closed) return
      log('error', 'upkeep-failed', { documentId, reason: describeError(error) })
    }
  }

  async #fold(documentId: string, throughSequence: number): Promise<void> {
    const { store, workshop } = this.#options
    const document = await store.loadPacked(documentId)
    if (this.#closed || !document || document.snapshotSequence >= throughSequence) return
    const { lastSequence } = document
    const { snapshot } = await workshop.digest(document, { fold: true, project: false })
    if (snapshot) await store.compact(documentId, lastSequence, snapshot)
  }
}
