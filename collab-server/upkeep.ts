import type { DocumentWorkshop } from '#collab-server/document-workshop'
import type { Limits } from '#collab-server/limits'
import { describeError, type Log } from '#collab-server/log'
import type { DocumentUpdateStore, LoadedDocument } from '#storage/document-update-store'
import { StorageError } from '#storage/storage-error'

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
  snapshotSequence: number
  /** When the oldest and the newest change came that are not projected yet. */
  unquietSince: number | undefined
  changedAt: number
}

/**
 * A live log is folded once it is longer than this part of what is folded already: what a fold costs grows
 * with the document, so a document twice as long is folded half as often.
 */
const foldedShare = 0.5

/**
 * What is done to documents behind everybody's back: long logs are folded into snapshots, and what lists
 * and search show is derived. One document at a time, on other threads; whatever is missed by a crash is
 * found again at the next start.
 */
export class Upkeep {
  readonly #options: UpkeepOptions
  readonly #watched = new Map<string, Watched>()
  readonly #unquiet = new Set<string>()
  readonly #queue = new Set<string>()
  /** One for all documents: a timer for each would be set anew with every commit. */
  #quietTimer: NodeJS.Timeout | undefined
  #running: Promise<void> | undefined
  #closed = false

  constructor(options: UpkeepOptions) {
    this.#options = options
  }

  /** Takes up what an earlier run left undone. @throws {StorageError} unless it is `unavailable` */
  async start(): Promise<void> {
    try {
      await this.#takeUp()
    } catch (error) {
      // On a full disk nothing can be folded, and everything still be read; whoever opens a document folds it.
      if (!(error instanceof StorageError) || error.code !== 'unavailable') throw error
      this.#options.log('error', 'upkeep-failed', { reason: describeError(error) })
    }
  }

  async #takeUp(): Promise<void> {
    const { store, limits, projects } = this.#options
    for (const documentId of await store.findLongLogs(limits.maxLiveEntries)) this.#enqueue(documentId)
    if (!projects) return
    for (const documentId of await store.findStaleProjections()) this.#enqueue(documentId)
  }

  /** A room has opened with what is stored. */
  noteLoaded(documentId: string, document: LoadedDocument | undefined): void {
    const { updates, snapshotSequence = 0 } = document ?? {}
    const watched = this.#watch(documentId)
    watched.liveEntries = updates?.length ?? 0
    watched.snapshotSequence = snapshotSequence
    if (this.#isLong(watched)) this.#enqueue(documentId)
  }

  noteCommitted(documentId: string, entryCount: number): void {
    const watched = this.#watch(documentId)
    watched.liveEntries += entryCount
    if (this.#isLong(watched)) return this.#enqueue(documentId)
    if (!this.#options.projects) return
    watched.changedAt = performance.now()
    watched.unquietSince ??= watched.changedAt
    this.#unquiet.add(documentId)
    const { quietMs, maxUnquietMs } = this.#options.limits
    this.#quietTimer ??= setTimeout(this.#projectQuiet, Math.min(quietMs, maxUnquietMs))
  }

  /** Lists show a new document at once. */
  noteSeeded(documentId: string): void {
    this.#enqueue(documentId)
  }

  /** The room has closed: nobody waits for quiet any more, and whoever opens it next finds a short log. */
  noteClosed(documentId: string): void {
    const watched = this.#watched.get(documentId)
    this.#watched.delete(documentId)
    const { maxLiveEntries } = this.#options.limits
    if (this.#unquiet.delete(documentId) || (watched && watched.liveEntries > maxLiveEntries))
      this.#enqueue(documentId)
    this.#stopTimerIfIdle()
  }

  /** Drops what is under way, which has changed nothing yet, and leaves it all to the next start. */
  async close(): Promise<void> {
    this.#closed = true
    this.#queue.clear()
    this.#unquiet.clear()
    this.#stopTimerIfIdle()
    await this.#options.workshop.close()
    await this.#running
  }

  #isLong({ liveEntries, snapshotSequence }: Pick<Watched, 'liveEntries' | 'snapshotSequence'>): boolean {
    return liveEntries > Math.max(this.#options.limits.maxLiveEntries, snapshotSequence * foldedShare)
  }

  #watch(documentId: string): Watched {
    let watched = this.#watched.get(documentId)
    if (!watched) {
      watched = { liveEntries: 0, snapshotSequence: 0, unquietSince: undefined, changedAt: 0 }
      this.#watched.set(documentId, watched)
    }
    return watched
  }

  /** Takes up what was quiet for a while, or was not for long. */
  readonly #projectQuiet = (): void => {
    this.#quietTimer = undefined
    const { quietMs, maxUnquietMs } = this.#options.limits
    const now = performance.now()
    let nextAt = Infinity
    for (const documentId of this.#unquiet) {
      const { changedAt, unquietSince = now } = this.#watch(documentId)
      const dueAt = Math.min(changedAt + quietMs, unquietSince + maxUnquietMs)
      if (dueAt <= now) this.#enqueue(documentId)
      else nextAt = Math.min(nextAt, dueAt)
    }
    if (nextAt < Infinity) this.#quietTimer = setTimeout(this.#projectQuiet, Math.ceil(nextAt - now))
  }

  #stopTimerIfIdle(): void {
    if (this.#unquiet.size > 0) return
    clearTimeout(this.#quietTimer)
    this.#quietTimer = undefined
  }

  #enqueue(documentId: string): void {
    if (this.#closed) return
    const watched = this.#watched.get(documentId)
    this.#unquiet.delete(documentId)
    if (watched) {
      watched.unquietSince = undefined
      // Counts again from here; the log may be shorter by then, and at worst a job finds nothing to do.
      if (this.#isLong(watched)) watched.liveEntries = 0
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
    const document = await store.loadPacked(documentId)
    if (!document || this.#closed) return
    const { lastSequence, snapshotSequence, changedAt, updateLengths } = document
    const live = { liveEntries: updateLengths.length, snapshotSequence }
    const isOpen = this.#watched.has(documentId)
    const fold = isOpen ? this.#isLong(live) : live.liveEntries > limits.maxLiveEntries
    if (!fold && !projects) return
    const { snapshot, projection } = await workshop.digest(document, { fold, project: projects })
    if (snapshot) {
      await store.compact(documentId, lastSequence, snapshot)
      const watched = this.#watched.get(documentId)
      if (watched) watched.snapshotSequence = lastSequence
      log('info', 'compacted', { documentId, throughSequence: lastSequence })
    }
    if (projection)
      await store.putProjection({ documentId, sequence: lastSequence, changedAt, ...projection })
  }
}
