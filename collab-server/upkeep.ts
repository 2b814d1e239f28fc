import type { DocumentWorkshop } from '#collab-server/document-workshop'
import type { Limits } from '#collab-server/limits'
import { describeError, type Log } from '#collab-server/log'
import type { DocumentUpdateStore } from '#storage/document-update-store'

export type UpkeepOptions = {
  readonly store: DocumentUpdateStore
  readonly workshop: DocumentWorkshop
  readonly limits: Limits
  readonly log: Log
  /** Whether documents are those of the app, which lists and searches them. */
  readonly projects: boolean
}

type Watched = {
  liveEntries: number
  /** When the oldest change came that is not projected yet. */
  unquietSince: number | undefined
  timer: NodeJS.Timeout | undefined
}

/**
 * What is done to documents behind everybody's back: long logs are folded into snapshots, and what lists
 * and search show is derived. One document at a time, on other threads; whatever is missed by a crash is
 * found again at the next start.
 */
export class Upkeep {
  readonly #options: UpkeepOptions
  readonly #watched = new Map<string, Watched>()
  readonly #queue = new Set<string>()
  #running: Promise<void> | undefined
  #closed = false

  constructor(options: UpkeepOptions) {
    this.#options = options
  }

  /** Takes up what an earlier run left undone. */
  async start(): Promise<void> {
    const { longLogs, staleProjections } = await this.#options.store.findNeglected(
      this.#options.limits.maxLiveEntries,
    )
    for (const documentId of longLogs) this.#enqueue(documentId)
    if (this.#options.projects) for (const documentId of staleProjections) this.#enqueue(documentId)
  }

  noteLoaded(documentId: string, liveEntries: number): void {
    this.#watch(documentId).liveEntries = liveEntries
    if (liveEntries > this.#options.limits.maxLiveEntries) this.#enqueue(documentId)
  }

  noteCommitted(documentId: string, entryCount: number): void {
    const { quietMs, maxUnquietMs, maxLiveEntries } = this.#options.limits
    const watched = this.#watch(documentId)
    watched.liveEntries += entryCount
    if (watched.liveEntries > maxLiveEntries) return this.#enqueue(documentId)
    if (!this.#options.projects) return
    const now = performance.now()
    watched.unquietSince ??= now
    const waitMs = Math.max(0, Math.min(quietMs, watched.unquietSince + maxUnquietMs - now))
    clearTimeout(watched.timer)
    watched.timer = setTimeout(() => this.#enqueue(documentId), waitMs)
  }

  /** Lists show a new document at once. */
  noteSeeded(documentId: string): void {
    this.#enqueue(documentId)
  }

  /** The room has closed: nobody waits for quiet any more. */
  noteClosed(documentId: string): void {
    const watched = this.#watched.get(documentId)
    this.#watched.delete(documentId)
    clearTimeout(watched?.timer)
    if (watched?.unquietSince !== undefined) this.#enqueue(documentId)
  }

  /** Drops what is under way, which has changed nothing yet, and leaves it all to the next start. */
  async close(): Promise<void> {
    this.#closed = true
    this.#queue.clear()
    for (const { timer } of this.#watched.values()) clearTimeout(timer)
    await this.#options.workshop.close()
    await this.#running
  }

  #watch(documentId: string): Watched {
    let watched = this.#watched.get(documentId)
    if (!watched) {
      watched = { liveEntries: 0, unquietSince: undefined, timer: undefined }
      this.#watched.set(documentId, watched)
    }
    return watched
  }

  #enqueue(documentId: string): void {
    if (this.#closed) return
    const watched = this.#watched.get(documentId)
    if (watched) {
      clearTimeout(watched.timer)
      watched.timer = undefined
      watched.unquietSince = undefined
      // Counts again from here; the log may be shorter by then, and at worst a job finds nothing to do.
      if (watched.liveEntries > this.#options.limits.maxLiveEntries) watched.liveEntries = 0
    }
    this.#queue.add(documentId)
    this.#running ??= this.#run()
  }

  async #run(): Promise<void> {
    for (const documentId of this.#queue) {
      this.#queue.delete(documentId)
      try {
        await this.#tend(documentId)
      } catch (error) {
        if (this.#closed) break
        // The document itself is untouched, and its journal complete; the next occasion tries again.
        this.#options.log('error', 'upkeep-failed', { documentId, reason: describeError(error) })
      }
    }
    this.#running = undefined
  }

  async #tend(documentId: string): Promise<void> {
    const { store, workshop, limits, log, projects } = this.#options
    const document = await store.load(documentId)
    if (!document || this.#closed) return
    const { snapshot, projection } = await workshop.digest(document)
    if (document.updates.length > limits.maxLiveEntries) {
      await store.compact(documentId, document.lastSequence, snapshot)
      log('info', 'compacted', { documentId, throughSequence: document.lastSequence })
    }
    if (!projects) return
    const { lastSequence: sequence, changedAt } = document
    await store.putProjection({ documentId, sequence, changedAt, ...projection })
  }
}
