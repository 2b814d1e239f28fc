import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { Worker } from 'node:worker_threads'

import type {
  DocumentUpdateStore,
  JournalEntry,
  LoadedDocument,
  ProjectionPage,
  StoredEntry,
  StoredProjection,
} from '#storage/document-update-store'
import { encodeEntries } from '#storage/entry-codec'
import type { DocumentUpdateWorkerMethods, PackedDocument } from '#storage/sqlite/document-update-worker'
import { WorkerCalls } from '#storage/worker-calls'

/** The journal in `collab.sqlite`, on a thread of its own; one process at a time. */
export class SqliteDocumentUpdateStore implements DocumentUpdateStore {
  readonly #worker: Worker
  readonly #calls: WorkerCalls<DocumentUpdateWorkerMethods>

  private constructor(worker: Worker, calls: WorkerCalls<DocumentUpdateWorkerMethods>) {
    this.#worker = worker
    this.#calls = calls
  }

  /**
   * Opens (or makes) `collab.sqlite` in a folder. `onCrash` hears of the thread's end if nobody asked for
   * it; every call rejects from then on.
   * @throws {StorageError} `inUse` where another server has the folder, `tooNew`, `damaged`, `unavailable`.
   */
  static async open(dataDir: string, onCrash: (error: Error) => void): Promise<SqliteDocumentUpdateStore> {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 })
    const worker = new Worker(new URL('./document-update-worker.ts', import.meta.url), {
      workerData: { file: path.join(dataDir, 'collab.sqlite') },
    })
    let wanted = true
    const calls = new WorkerCalls<DocumentUpdateWorkerMethods>(worker, (error) => {
      if (wanted) onCrash(error ?? new Error('the store ended by itself'))
    })
    const store = new SqliteDocumentUpdateStore(worker, calls)
    store.#beforeClose = () => {
      wanted = false
    }
    try {
      await calls.call('open', undefined)
    } catch (error) {
      wanted = false
      await worker.terminate()
      throw error
    }
    return store
  }

  #beforeClose: () => void = () => undefined

  append(entries: readonly JournalEntry[]): Promise<void> {
    const batch = encodeEntries(entries)
    return this.#calls.call('append', batch, [batch.buffer])
  }

  async load(documentId: string): Promise<LoadedDocument | undefined> {
    const packed = await this.#calls.call('load', documentId)
    return packed && unpack(packed)
  }

  seed(entry: JournalEntry): Promise<boolean> {
    const batch = encodeEntries([entry])
    return this.#calls.call('seed', batch, [batch.buffer])
  }

  compact(documentId: string, throughSequence: number, snapshot: Uint8Array): Promise<void> {
    return this.#calls.call('compact', { documentId, throughSequence, snapshot })
  }

  readEntries(documentId: string, afterSequence: number, limit: number): Promise<readonly StoredEntry[]> {
    return this.#calls.call('readEntries', { documentId, afterSequence, limit })
  }

  putProjection(projection: StoredProjection): Promise<void> {
    return this.#calls.call('putProjection', projection)
  }

  readProjections(after: number, limit: number): Promise<ProjectionPage> {
    return this.#calls.call('readProjections', { after, limit })
  }

  findNeglected(
    minLiveEntries: number,
  ): Promise<{ readonly longLogs: readonly string[]; readonly staleProjections: readonly string[] }> {
    return this.#calls.call('findNeglected', minLiveEntries)
  }

  async close(): Promise<void> {
    this.#beforeClose()
    await this.#calls.call('close', undefined)
    await this.#worker.terminate()
  }
}

function unpack({ updateLengths, updateBytes, ...rest }: PackedDocument): LoadedDocument {
  let end = 0
  const updates = Array.from(updateLengths, (length) => updateBytes.subarray(end, (end += length)))
  return { ...rest, updates }
}
