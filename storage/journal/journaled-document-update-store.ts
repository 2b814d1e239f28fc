import { randomUUID } from 'node:crypto'
import { rm } from 'node:fs/promises'
import path from 'node:path'
import { Worker } from 'node:worker_threads'

import type {
  DocumentRecord,
  DocumentUpdateStore,
  JournalEntry,
  LoadedDocument,
  PackedDocument,
  ProjectionPage,
  RecordBounds,
  RecordWishes,
  StoredEntry,
  StoredProjection,
  StoredSizes,
} from '#storage/document-update-store'
import { diskFiles, makeFolder, type JournalFiles } from '#storage/journal/journal-files'
import { JournalQueue } from '#storage/journal/journal-queue'
import { JournalWriter } from '#storage/journal/journal-writer'
import type { DocumentUpdateWorkerMethods } from '#storage/sqlite/document-update-worker'
import { unpackUpdates } from '#storage/packed-updates'
import { StorageError } from '#storage/storage-error'
import { WorkerCalls } from '#storage/worker-calls'

export type JournaledStoreOptions = {
  /** Hears of the end of the database's thread if nobody asked for it; every call rejects from then on. */
  readonly onCrash?: (error: Error) => void
  readonly files?: JournalFiles
  readonly segmentBytes?: number
  /** The journal goes into the tables so long after the first entry, or once so much waits. */
  readonly drainAfterMs?: number
  readonly drainBytes?: number
  /** While the tables take nothing, the journal takes no more than this. */
  readonly maxUndrainedBytes?: number
  /** Hears why the journal could not be moved into the tables, which is tried again. */
  readonly onDrainFailed?: (error: unknown) => void
}

const defaults = {
  onCrash: (): void => undefined,
  files: diskFiles,
  segmentBytes: 1 << 20,
  drainAfterMs: 10_000,
  drainBytes: 1 << 20,
  maxUndrainedBytes: 64 << 20,
  onDrainFailed: (): void => undefined,
}

/** What is answered as of a place in the journal. */
type FollowingMethod =
  | 'load'
  | 'compact'
  | 'readEntries'
  | 'readRecord'
  | 'findBounds'
  | 'forget'
  | 'findForgettable'
  | 'measure'
  | 'measureAll'
  | 'remove'
  | 'putProjection'
  | 'findLongLogs'
  | 'findStaleProjections'
  | 'backUp'

/** In the data folder: a backup until whoever asked for it has taken it away. */
export const backupFolder = 'backup-under-way'

type Calls = WorkerCalls<DocumentUpdateWorkerMethods>

/**
 * The store in a data folder of its own: a journal of files that each commit goes to, written from this
 * thread, and `collab.sqlite`, which a thread of its own fills from the journal many entries at a time and
 * reads. One process at a time, by SQLite's lock on its file.
 */
export class JournaledDocumentUpdateStore implements DocumentUpdateStore {
  readonly #worker: Worker
  readonly #calls: Calls
  readonly #writer: JournalWriter
  readonly #queue: JournalQueue
  readonly #options: Required<JournaledStoreOptions>
  readonly #beforeEnd: () => void
  readonly #backups: string
  #isBackingUp = false
  #drainTimer: NodeJS.Timeout | undefined
  #draining: Promise<void> | undefined
  #undrainedBytes = 0
  #closed = false

  private constructor(
    worker: Worker,
    calls: Calls,
    writer: JournalWriter,
    options: Required<JournaledStoreOptions>,
    beforeEnd: () => void,
    backups: string,
  ) {
    this.#worker = worker
    this.#calls = calls
    this.#writer = writer
    this.#options = options
    this.#beforeEnd = beforeEnd
    this.#backups = backups
    this.#queue = new JournalQueue({
      writer,
      findLastSequence: (argument) => calls.call('lastSequence', { through: writer.durable, argument }),
      refusal: () => this.#refusal(),
      onWritten: (byteCount) => this.#noteWritten(byteCount),
    })
  }

  /**
   * Opens (or makes) the store in a folder, and takes in what a server that ended by itself left.
   * @throws {StorageError} `inUse` where another server has the folder, `tooNew`, `damaged`, `unavailable`.
   */
  static async open(
    dataDir: string,
    options: JournaledStoreOptions = {},
  ): Promise<JournaledDocumentUpdateStore> {
    makeFolder(dataDir)
    const folder = path.join(dataDir, 'journal')
    const worker = new Worker(new URL('../sqlite/document-update-worker.ts', import.meta.url), {
      workerData: { file: path.join(dataDir, 'collab.sqlite'), journalFolder: folder },
    })
    let wanted = true
    const calls: Calls = new WorkerCalls<DocumentUpdateWorkerMethods>(worker, (error) => {
      if (wanted) options.onCrash?.(error ?? new Error('the store ended by itself'))
    })
    const beforeEnd = (): void => {
      wanted = false
    }
    try {
      const { previous, nextSegment } = await calls.call('open', undefined)
      const all = { ...defaults, ...options }
      const register = (segment: number, salt: bigint): Promise<void> =>
        calls.call('addSegment', { segment, salt })
      const { files, segmentBytes } = all
      const writer = new JournalWriter({ files, folder, nextSegment, previous, segmentBytes, register })
      // One that nobody took: only after the lock is it known that nobody is making it.
      const backups = path.join(dataDir, backupFolder)
      await rm(backups, { recursive: true, force: true })
      writer.prepare()
      return new JournaledDocumentUpdateStore(worker, calls, writer, all, beforeEnd, backups)
    } catch (error) {
      beforeEnd()
      await worker.terminate()
      throw error
    }
  }

  append(entries: readonly JournalEntry[]): Promise<void> {
    return this.#queue.append(entries)
  }

  /** What is in the journal and not in the tables; at {@link JournaledStoreOptions.maxUndrainedBytes} nothing is taken. */
  get undrainedBytes(): number {
    return this.#undrainedBytes
  }

  async load(documentId: string): Promise<LoadedDocument | undefined> {
    const packed = await this.loadPacked(documentId)
    this.#queue.noteSequence(documentId, packed?.lastSequence ?? 0)
    return packed && unpack(packed)
  }

  loadPacked(documentId: string): Promise<PackedDocument | undefined> {
    return this.#ask('load', documentId)
  }

  seed(entry: JournalEntry): Promise<boolean> {
    return this.#queue.seed(entry)
  }

  compact(documentId: string, throughSequence: number, snapshot: Uint8Array): Promise<void> {
    return this.#ask('compact', { documentId, throughSequence, snapshot })
  }

  readEntries(documentId: string, afterSequence: number, limit: number): Promise<readonly StoredEntry[]> {
    return this.#ask('readEntries', { documentId, afterSequence, limit })
  }

  loadRecord(documentId: string, wishes: RecordWishes = {}): Promise<DocumentRecord | undefined> {
    return this.#ask('readRecord', { documentId, ...wishes })
  }

  findBounds(documentId: string): Promise<RecordBounds | undefined> {
    return this.#ask('findBounds', documentId)
  }

  forget(entry: StoredEntry): Promise<void> {
    return this.#ask('forget', entry)
  }

  findForgettable(before: number): Promise<readonly string[]> {
    return this.#ask('findForgettable', before)
  }

  measure(documentId: string): Promise<StoredSizes | undefined> {
    return this.#ask('measure', documentId)
  }

  measureAll(): Promise<StoredSizes> {
    return this.#ask('measureAll', undefined)
  }

  async remove(documentId: string): Promise<void> {
    await this.#ask('remove', documentId)
    this.#queue.forget(documentId)
  }

  putProjection(projection: StoredProjection): Promise<void> {
    return this.#ask('putProjection', projection)
  }

  readProjections(after: number, limit: number): Promise<ProjectionPage> {
    return this.#calls.call('readProjections', { after, limit })
  }

  findLongLogs(minLiveEntries: number): Promise<readonly string[]> {
    return this.#ask('findLongLogs', minLiveEntries)
  }

  findStaleProjections(): Promise<readonly string[]> {
    return this.#ask('findStaleProjections', undefined)
  }

  async backUp(): Promise<string> {
    if (this.#isBackingUp) throw new StorageError('inUse', 'a backup is being made already')
    this.#isBackingUp = true
    try {
      await rm(this.#backups, { recursive: true, force: true })
      makeFolder(this.#backups)
      const file = path.join(this.#backups, `${randomUUID()}.sqlite`)
      await this.#ask('backUp', file)
      return file
    } finally {
      this.#isBackingUp = false
    }
  }

  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    clearTimeout(this.#drainTimer)
    await this.#queue.close()
    await this.#writer.close()
    this.#beforeEnd()
    try {
      await this.#calls.call('close', { through: this.#writer.durable })
    } finally {
      await this.#worker.terminate()
    }
  }

  /** Asks the database's thread something as of the calls made so far. */
  async #ask<Name extends FollowingMethod>(
    method: Name,
    argument: Parameters<DocumentUpdateWorkerMethods[Name]>[0]['argument'],
  ) {
    await this.#queue.settled()
    return this.#calls.call(method, { through: this.#writer.durable, argument } as never)
  }

  #refusal(): StorageError | undefined {
    if (this.#calls.ended) return this.#calls.ended
    if (this.#undrainedBytes <= this.#options.maxUndrainedBytes) return undefined
    return new StorageError('unavailable', 'more waits in the journal than the database takes')
  }

  #noteWritten(byteCount: number): void {
    const { drainBytes, drainAfterMs } = this.#options
    this.#undrainedBytes += byteCount
    if (this.#undrainedBytes >= drainBytes) return void this.#drain()
    this.#drainTimer ??= this.#drainLater(drainAfterMs)
  }

  /** Keeps no process alive: closing drains too. */
  #drainLater(waitMs: number): NodeJS.Timeout {
    return setTimeout(() => void this.#drain(), waitMs).unref()
  }

  /** What waits longer because the disk is full is tried again with the next commit or the next round. */
  #drain(): Promise<void> {
    return (this.#draining ??= this.#drainOnce())
  }

  async #drainOnce(): Promise<void> {
    clearTimeout(this.#drainTimer)
    this.#drainTimer = undefined
    const bytes = this.#undrainedBytes
    try {
      const through = this.#writer.durable
      for (const key of await this.#calls.call('drain', { through, argument: undefined }))
        this.#queue.refuse(key)
      this.#undrainedBytes -= bytes
    } catch (error) {
      // The entries are safe in the journal; whoever opens the document reads them from there.
      if (this.#closed) return
      this.#options.onDrainFailed(error)
      this.#drainTimer = this.#drainLater(this.#options.drainAfterMs)
    } finally {
      this.#draining = undefined
    }
  }
}

function unpack({ updateBounds, updateBytes, ...rest }: PackedDocument): LoadedDocument {
  return { ...rest, updates: unpackUpdates({ updateBounds, updateBytes }) }
}
