import { Worker } from 'node:worker_threads'

import { packRun, unpackRun, type PackedRun } from '#storage/columns/pack-run'
import type { PackWorkerMethods } from '#storage/columns/pack-worker'
import { own } from '#storage/packed-updates'
import { WorkerCalls } from '#storage/worker-calls'

/** Takes a millisecond or two in whatever thread; to ask another one takes longer where it must be started. */
const smallRunBytes = 32 << 10
const defaultIdleMs = 20_000

type Thread = { readonly worker: Worker; readonly calls: WorkerCalls<PackWorkerMethods> }

/**
 * Packs and unpacks chunks of the history for a store that is used in a thread which others wait for: long ones in a
 * thread of their own, started with the first and stopped when idle.
 */
export class RunPacker {
  readonly #idleMs: number
  #thread: Thread | undefined
  #idleTimer: NodeJS.Timeout | undefined

  constructor(idleMs = defaultIdleMs) {
    this.#idleMs = idleMs
  }

  /** Whether there is a thread now. */
  get isRunning(): boolean {
    return this.#thread !== undefined
  }

  /** @see packRun @throws {StorageError} `unavailable` where the thread ends meanwhile */
  async pack(documentId: string, run: Uint8Array): Promise<PackedRun> {
    if (run.byteLength <= smallRunBytes) return packRun(documentId, run)
    return this.#work((calls) => calls.call('pack', { documentId, run: own(run) }))
  }

  /**
   * @see unpackRun
   * @param runBytes what it takes unpacked; null where that is not known
   * @throws {Error} where it is not whole
   */
  async unpack(format: number, bytes: Uint8Array, runBytes: number | null): Promise<Uint8Array> {
    if (runBytes !== null && runBytes <= smallRunBytes) return unpackRun(format, bytes)
    return this.#work((calls) => calls.call('unpack', { format, bytes: own(bytes) }))
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
        this.#idleTimer = setTimeout(() => void this.close(), this.#idleMs).unref()
    }
  }

  #start(): Thread {
    const worker = new Worker(new URL('./pack-worker.ts', import.meta.url))
    const calls = new WorkerCalls<PackWorkerMethods>(worker, () => {
      if (this.#thread?.worker === worker) this.#thread = undefined
    })
    return { worker, calls }
  }
}
