import { Worker } from 'node:worker_threads'

import type { Author, Verdict } from '#collab-server/suggestion-check/check-update'
import type { Log } from '#collab-server/log'
import type { CheckWorkerMethods } from '#collab-server/suggestion-check/check-worker'
import { WorkerCalls } from '#storage/worker-calls'

type Thread = { readonly worker: Worker; readonly calls: WorkerCalls<CheckWorkerMethods> }

/** A document beside its room, on which updates are tried before the room takes them. */
export type RemoteMirror = {
  /** The room has taken this. */
  note(update: Uint8Array): void
  /**
   * Whether an update is taken; then the mirror has it now, and what puts it right.
   * @throws {StorageError} `unavailable`: the thread has ended; the mirror is gone.
   */
  check(update: Uint8Array, author: Author): Promise<Verdict>
  close(): void
}

/** The thread that has the mirrors of all rooms, started with the first and stopped some time after the last. */
export class SuggestionChecks {
  readonly #idleMs: number
  readonly #log: Log
  readonly #open = new Set<number>()
  #nextId = 1
  #thread: Thread | undefined
  #idleTimer: NodeJS.Timeout | undefined

  constructor(idleMs: number, log: Log) {
    this.#idleMs = idleMs
    this.#log = log
  }

  /** Somebody will need it soon: it takes longer to start than anybody's first key. */
  warmUp(): void {
    this.#started()
    this.#stopWhenIdle()
  }

  /** `state`: all of the document, a Yjs V1 update. */
  openMirror(state: Uint8Array): RemoteMirror {
    const { calls } = this.#started()
    const mirrorId = this.#nextId++
    this.#open.add(mirrorId)
    const opened = calls.call('open', { mirrorId, state: new Uint8Array(state) })
    let since: Uint8Array[] = []
    return {
      note: (update) => {
        since.push(update)
      },
      check: async (update, author) => {
        const job = { mirrorId, since: since.map(copyOf), update: copyOf(update), author }
        since = []
        const answer = calls.call('check', job, [job.update.buffer, ...job.since.map(({ buffer }) => buffer)])
        const [{ verdict, broken }] = await Promise.all([answer, opened])
        for (const reason of broken) this.#log('error', 'suggestion-judge-failed', { reason })
        return verdict
      },
      close: () => {
        if (!this.#open.delete(mirrorId)) return
        calls.call('close', { mirrorId }).catch(() => undefined)
        this.#stopWhenIdle()
      },
    }
  }

  async close(): Promise<void> {
    clearTimeout(this.#idleTimer)
    const thread = this.#thread
    this.#thread = undefined
    await thread?.worker.terminate()
  }

  #started(): Thread {
    clearTimeout(this.#idleTimer)
    return (this.#thread ??= this.#start())
  }

  #start(): Thread {
    const worker = new Worker(new URL('./check-worker.ts', import.meta.url))
    const calls = new WorkerCalls<CheckWorkerMethods>(worker, () => {
      if (this.#thread?.worker === worker) this.#thread = undefined
    })
    return { worker, calls }
  }

  #stopWhenIdle(): void {
    clearTimeout(this.#idleTimer)
    if (this.#open.size === 0) this.#idleTimer = setTimeout(() => void this.close(), this.#idleMs)
  }
}

/** Bytes of the network share memory with whatever came beside them, all of which would be sent along. */
function copyOf(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(bytes)
}
