import type { DocumentWorkshop } from '#collab-server/document-workshop'
import type { Limits } from '#collab-server/limits'
import { describeError, type Log } from '#collab-server/log'
import { MentionAuthors } from '#collab-server/mention-authors'
import type { FoldedDocument } from '#collab-server/room'
import type { DocumentUpdateStore, LoadedDocument } from '#storage/document-update-store'
import { countUpdates } from '#storage/packed-updates'
import { StorageError } from '#storage/storage-error'

export type UpkeepOptions = {
  readonly store: DocumentUpdateStore
  readonly workshop: DocumentWorkshop
  readonly limits: Limits
  readonly log: Log
  /** Whether documents are those of the app, which lists and searches them. */
  readonly projects: boolean
  /** Where there are other nodes: does something that one of them is to do at a time; false where another one does it. */
  readonly inTurn?: ((documentId: string, work: () => Promise<void>) => Promise<boolean>) | undefined
  /** People who were named a moment ago; the projection that says so can be read. */
  readonly onMentioned?: (userIds: readonly string[]) => void
  /** Takes the JSON of what a document begins with, which is read with its projection. */
  readonly onOpening?: (documentId: string, opening: { sequence: number; json: string }) => void
}

/** An open document. */
export type Foldable = {
  readonly documentId: string
  /** @returns whether it is done here; else it takes another thread. */
  fold(deliver: (folded: FoldedDocument) => void): boolean
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
/** So soon a document is looked at again that another node is reading. */
const otherNodeMs = 500
/** Of what a document begins with: a file, a template, a copy of another one. Nobody is told whom it names. */
const seedSequence = 1

/**
 * What is done to documents behind everybody's back: long logs are folded into snapshots, and what lists
 * and search show is derived. An open document is folded where it is open, from the bytes that are there
 * anyway; all else is done on other threads, one document at a time. Whatever is missed by a crash is found
 * again at the next start.
 */
export class Upkeep {
  readonly #options: UpkeepOptions
  readonly #watched = new Map<string, Watched>()
  readonly #unquiet = new Set<string>()
  readonly #queue = new Set<string>()
  /** Those of the queue in which somebody was named, who shall not wait for all the others. */
  readonly #named = new Set<string>()
  /** The job before was one of those: another document has its turn. */
  #namedHadTurn = false
  readonly #mentions = new MentionAuthors((documentId) => {
    this.#named.add(documentId)
    this.#enqueue(documentId)
  })
  /** On their way to the store. */
  readonly #folded = new Map<string, FoldedDocument>()
  /** One for all documents: a timer for each would be set anew with every commit. */
  #quietTimer: NodeJS.Timeout | undefined
  #running: Promise<void> | undefined
  readonly #later = new Set<NodeJS.Timeout>()
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

  /** A node has ended: what it had not done yet. */
  takeOver(): void {
    if (this.#closed) return
    this.start().catch((error: unknown) =>
      this.#options.log('error', 'upkeep-failed', { reason: describeError(error) }),
    )
  }

  async #takeUp(): Promise<void> {
    const { store, limits, projects } = this.#options
    for (const documentId of await store.findLongLogs(limits.maxLiveEntries)) this.#enqueue(documentId)
    if (!projects) return
    for (const documentId of await store.findStaleProjections()) this.#enqueue(documentId)
  }

  /** A room has opened with what is stored. */
  noteLoaded({ documentId }: Foldable, document: LoadedDocument | undefined): void {
    const { updates, snapshotSequence = 0 } = document ?? {}
    const watched = this.#watch(documentId)
    watched.liveEntries = updates?.length ?? 0
    watched.snapshotSequence = snapshotSequence
    if (this.#isLong(watched)) this.#enqueue(documentId)
  }

  noteCommitted(room: Foldable, entryCount: number): void {
    const { documentId } = room
    const watched = this.#watch(documentId)
    watched.liveEntries += entryCount
    if (this.#isLong(watched)) this.#fold(room, watched)
    if (!this.#options.projects) return
    // Its start takes longer than what it is to do: whoever is named meanwhile shall not wait for it.
    if (this.#unquiet.size === 0 && !this.#closed) void this.#options.workshop.warmUp()
    watched.changedAt = performance.now()
    watched.unquietSince ??= watched.changedAt
    this.#unquiet.add(documentId)
    const { quietMs, maxUnquietMs } = this.#options.limits
    this.#quietTimer ??= setTimeout(this.#projectQuiet, Math.min(quietMs, maxUnquietMs))
  }

  /** Somebody was named: they shall hear of it now, and not when the document is quiet. */
  noteMentioned(documentId: string, userIds: readonly string[], by: string): void {
    if (this.#options.projects && !this.#closed) this.#mentions.note(documentId, userIds, by)
  }

  /** The same where another node sees to it; whichever projects the document is to know by whom it was. */
  noteMentionedElsewhere(documentId: string, userIds: readonly string[], by: string): void {
    if (this.#options.projects && !this.#closed) this.#mentions.hear(documentId, userIds, by)
  }

  /** Nobody is in the room: whoever opens it next shall find a short log. */
  noteLeft(room: Foldable): void {
    const watched = this.#watched.get(room.documentId)
    if (watched && watched.liveEntries > this.#options.limits.maxLiveEntries) this.#fold(room, watched)
  }

  /** Lists show a new document at once. */
  noteSeeded(documentId: string): void {
    this.#enqueue(documentId)
  }

  /** The room has closed: nobody waits for quiet any more. */
  noteClosed(documentId: string): void {
    this.#watched.delete(documentId)
    this.#mentions.forgetHeard(documentId)
    if (this.#unquiet.delete(documentId)) this.#enqueue(documentId)
    this.#stopTimerIfIdle()
  }

  /** Drops what is under way, which has changed nothing yet, and leaves it all to the next start. */
  async close(): Promise<void> {
    this.#closed = true
    this.#queue.clear()
    this.#named.clear()
    this.#folded.clear()
    this.#unquiet.clear()
    this.#mentions.close()
    for (const timer of this.#later) clearTimeout(timer)
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

  #fold(room: Foldable, watched: Watched): void {
    const { documentId } = room
    // Counts again from here.
    if (this.#foldsHere(room)) watched.liveEntries = 0
    else this.#enqueue(documentId)
  }

  /** Whether it is folded where it is open. */
  #foldsHere(room: Foldable): boolean {
    const { documentId } = room
    try {
      return room.fold((folded) => {
        if (this.#closed) return
        this.#folded.set(documentId, folded)
        this.#running ??= this.#run()
      })
    } catch (error) {
      // Behind the room's back, which need not suffer from it: the other way is left.
      this.#options.log('error', 'upkeep-failed', { documentId, reason: describeError(error) })
      return false
    }
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
    for (let job = this.#next(); job; job = this.#next()) {
      try {
        await job.run()
      } catch (error) {
        if (this.#closed) break
        // The document itself is untouched, and its journal complete; the next occasion tries again.
        const { documentId } = job
        this.#options.log('error', 'upkeep-failed', { documentId, reason: describeError(error) })
      }
    }
    this.#running = undefined
  }

  #next(): { readonly documentId: string; run(): Promise<void> } | undefined {
    for (const [documentId, folded] of this.#folded) {
      this.#folded.delete(documentId)
      return { documentId, run: () => this.#compact(documentId, folded) }
    }
    const documentId = this.#nextToDigest()
    if (documentId === undefined) return undefined
    this.#queue.delete(documentId)
    this.#namedHadTurn = this.#named.delete(documentId)
    return { documentId, run: () => this.#digest(documentId) }
  }

  /** Whoever names people without end keeps nobody else's document from its turn. */
  #nextToDigest(): string | undefined {
    const [first] = this.#queue
    const [named] = this.#named
    if (named === undefined || !this.#namedHadTurn) return named ?? first
    for (const documentId of this.#queue) if (!this.#named.has(documentId)) return documentId
    return named
  }

  async #digest(documentId: string): Promise<void> {
    const { inTurn } = this.#options
    const work = (): Promise<void> => this.#digestInTurn(documentId)
    if (!inTurn) return work()
    // Another node is at it, and may not have what came here.
    if (!(await inTurn(documentId, work))) this.#enqueueLater(documentId)
  }

  #enqueueLater(documentId: string): void {
    const timer = setTimeout(() => {
      this.#later.delete(timer)
      this.#enqueue(documentId)
    }, otherNodeMs)
    this.#later.add(timer)
  }

  async #digestInTurn(documentId: string): Promise<void> {
    const begunAt = performance.now()
    const authors = this.#mentions.take(documentId)
    try {
      await this.#digestNaming(documentId, authors)
    } finally {
      if (!this.#closed) this.#mentions.rest(documentId, performance.now() - begunAt)
    }
  }

  async #digestNaming(documentId: string, authors: ReadonlyMap<string, string>): Promise<void> {
    const { store, workshop, limits, projects } = this.#options
    const document = await store.loadPacked(documentId)
    if (!document || this.#closed) return
    const { lastSequence, snapshotSequence, changedAt } = document
    const live = { liveEntries: countUpdates(document), snapshotSequence }
    const isOpen = this.#watched.has(documentId)
    const fold = isOpen ? this.#isLong(live) : live.liveEntries > limits.maxLiveEntries
    if (!fold && !projects) return
    const wanted = { fold, project: projects }
    const { snapshot, projection, opening } = await workshop.digest(document, wanted)
    if (opening !== undefined)
      this.#options.onOpening?.(documentId, { sequence: lastSequence, json: opening })
    if (snapshot) await this.#compact(documentId, { snapshot, throughSequence: lastSequence })
    if (!projection) return
    const unknown = lastSequence === seedSequence ? null : ''
    const mentions = projection.mentions.map(({ userId, count }) => ({
      userId,
      count,
      by: authors.get(userId) ?? unknown,
    }))
    await store.putProjection({ documentId, sequence: lastSequence, changedAt, ...projection, mentions })
    const named = mentions.flatMap(({ userId }) => (authors.has(userId) ? [userId] : []))
    if (named.length > 0) this.#options.onMentioned?.(named)
  }

  async #compact(documentId: string, { snapshot, throughSequence }: FoldedDocument): Promise<void> {
    const { store, log } = this.#options
    await store.compact(documentId, throughSequence, snapshot)
    const watched = this.#watched.get(documentId)
    if (watched) watched.snapshotSequence = Math.max(watched.snapshotSequence, throughSequence)
    log('info', 'compacted', { documentId, throughSequence })
  }
}
