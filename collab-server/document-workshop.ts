import { Worker } from 'node:worker_threads'

import type { CommentEdit, EditedComments } from '#collab-server/document-edits/comment-work'
import type { CopyWishes, Digest, DocumentWorkerMethods } from '#collab-server/document-worker'
import type { PastBefore } from '#collab-server/history/past-before'
import type { EditsAsked, EditsSince } from '#collab-server/history/edits-since'
import type { DocumentRecord, PackedDocument } from '#storage/document-update-store'
import type { PackedUpdates } from '#storage/packed-updates'
import { WorkerCalls } from '#storage/worker-calls'

type Thread = { readonly worker: Worker; readonly calls: WorkerCalls<DocumentWorkerMethods> }

/**
 * The document worker, started with the first job and stopped when idle: its heap is most of the memory. The
 * buffers of the documents it is given move to it.
 */
export class DocumentWorkshop {
  readonly #idleMs: number
  #thread: Thread | undefined
  #idleTimer: NodeJS.Timeout | undefined

  constructor(idleMs: number) {
    this.#idleMs = idleMs
  }

  /** The document folded into one update, and what lists show of it, as far as wanted. */
  digest(
    { snapshot, updateBytes, updateBounds }: PackedDocument,
    wanted: { readonly fold: boolean; readonly project: boolean },
  ): Promise<Digest> {
    const stored = { snapshot, updateBytes, updateBounds }
    return this.#work((calls) => calls.call('digest', { ...stored, ...wanted }, moved(stored)))
  }

  /** A stored document as the JSON of its `DocumentContent`. */
  readContent({ snapshot, updateBytes, updateBounds }: PackedDocument): Promise<string> {
    const stored = { snapshot, updateBytes, updateBounds }
    return this.#work((calls) => calls.call('readContent', stored, moved(stored)))
  }

  /** A stored document's beginning as the JSON of its `DocumentOpening`. */
  readOpening({ snapshot, updateBytes, updateBounds }: PackedDocument): Promise<string> {
    const stored = { snapshot, updateBytes, updateBounds }
    return this.#work((calls) => calls.call('readOpening', stored, moved(stored)))
  }

  /** All that was ever written to a document, as `readDocumentLife` reads it. */
  life({ runBytes, firstSequence }: DocumentRecord): Promise<Uint8Array> {
    return this.#work((calls) => calls.call('life', { runBytes, firstSequence }, [runBytes.buffer]))
  }

  /** What stands for all of a document that came before a time; null where there is nothing to forget. */
  pastBefore({ runBytes, firstSequence }: DocumentRecord, before: number): Promise<PastBefore | null> {
    const job = { runBytes, firstSequence, before }
    return this.#work((calls) => calls.call('pastBefore', job, [runBytes.buffer]))
  }

  /** Marks text as that of a thread, or takes its marks away; the update is null where that changes nothing. */
  editComments(edit: CommentEdit): Promise<EditedComments> {
    return this.#work((calls) => calls.call('editComments', edit))
  }

  /** What others have written to a document since a time, for each who asked. */
  editsSince({ runBytes }: DocumentRecord, asked: readonly EditsAsked[]): Promise<readonly EditsSince[]> {
    return this.#work((calls) => calls.call('editsSince', { runBytes, asked }, [runBytes.buffer]))
  }

  /** The Yjs V1 update that makes the `DocumentContent` in this JSON; null where the schema does not allow it. */
  composeContent(json: string): Promise<Uint8Array | null> {
    return this.#work((calls) => calls.call('composeContent', json))
  }

  /** What another document begins with to be a copy of this one, as a Yjs V1 update. */
  copy({ snapshot, updateBytes, updateBounds }: PackedDocument, wishes: CopyWishes): Promise<Uint8Array> {
    const stored = { snapshot, updateBytes, updateBounds }
    return this.#work((calls) => calls.call('copy', { ...stored, ...wishes }, moved(stored)))
  }

  /** Starts the thread and loads what reads documents, so that the first who opens one does not wait for it. */
  async warmUp(): Promise<void> {
    const nothing = { snapshot: null, updateBytes: new Uint8Array(), updateBounds: new Uint32Array() }
    // Where it fails, the first job says why.
    await this.#work((calls) => calls.call('readOpening', nothing)).catch(() => undefined)
  }

  async close(): Promise<void> {
    clearTimeout(this.#idleTimer)
    const thread = this.#thread
    this.#thread = undefined
    await thread?.worker.terminate()
  }

  async #work<T>(job: (calls: Thread['calls']) => Promise<T>): Promise<T> {
    clearTimeout(this.#idleTimer)
    const { calls } = (this.#thread ??= this.#start())
    try {
      return await job(calls)
    } finally {
      if (this.#thread?.calls === calls && calls.openCalls === 0)
        this.#idleTimer = setTimeout(() => void this.close(), this.#idleMs)
    }
  }

  #start(): Thread {
    const worker = new Worker(new URL('./document-worker.ts', import.meta.url))
    const calls = new WorkerCalls<DocumentWorkerMethods>(worker, () => {
      if (this.#thread?.worker === worker) this.#thread = undefined
    })
    return { worker, calls }
  }
}

const moved = ({ updateBytes, updateBounds }: PackedUpdates) => [updateBytes.buffer, updateBounds.buffer]
