import type { DocumentWorkshop } from '#collab-server/document-workshop'
import { describeError, type Log } from '#collab-server/log'
import type { LifeKind } from '#protocol/document-life'
import type { DocumentRecord, DocumentUpdateStore } from '#storage/document-update-store'

const dayMs = 24 * 60 * 60_000
const firstRunMs = 60_000
const betweenRunsMs = 6 * 60 * 60_000
/** A long past is forgotten in parts: all of it would be a lot to read in the thread that opens documents. */
const defaultPartBytes = 16 << 20
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
  /** About so much of the past is read at once. */
  readonly partBytes?: number
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
    const { log } = this.#options
    try {
      let [reached, through] = [0, await this.#forgetPart(documentId, before)]
      while (through > reached) {
        reached = through
        // oxlint-disable-next-line no-await-in-loop -- each part begins with what stands for those before it
        through = await this.#forgetPart(documentId, before)
      }
      if (reached > 0) log('info', 'forgotten', { documentId, throughSequence: reached })
    } catch (error) {
      if (this.#closed) return
      log('error', 'upkeep-failed', { documentId, reason: describeError(error) })
    }
  }

  /** @returns the newest entry that is forgotten by it; 0 where there is nothing to forget, or no more time */
  async #forgetPart(documentId: string, before: number): Promise<number> {
    const { store, workshop, partBytes = defaultPartBytes } = this.#options
    const until = { receivedAt: before, enoughBytes: partBytes }
    const record = await store.loadRecord(documentId, { until })
    // Asked once more after it was closed, the workshop would begin another thread.
    if (this.#closed || !record || isForgotten(record)) return 0
    const past = await workshop.pastBefore(record, before)
    if (!past) return 0
    if (!(await this.#fold(documentId, past.sequence))) return 0
    await store.forget({ documentId, userId: '', sessionId: kind, ...past })
    return past.sequence
  }

  /** @returns whether all up to there is folded into a snapshot */
  async #fold(documentId: string, throughSequence: number): Promise<boolean> {
    const { store, workshop } = this.#options
    const document = await store.loadPacked(documentId)
    if (!document) return false
    const { lastSequence, snapshotSequence } = document
    if (snapshotSequence >= throughSequence) return true
    if (this.#closed) return false
    const { snapshot } = await workshop.digest(document, { fold: true, project: false })
    if (!snapshot) return false
    await store.compact(documentId, lastSequence, snapshot)
    return true
  }
}

/** Whether there is nothing in it, or only what stands for all before it. */
function isForgotten({ runBytes, firstSequence, lastSequence }: DocumentRecord): boolean {
  return runBytes.byteLength === 0 || (firstSequence > 1 && lastSequence === firstSequence)
}
