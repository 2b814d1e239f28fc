import { Worker } from 'node:worker_threads'

import type { Author, Verdict } from '#collab-server/suggestion-check/check-update'
import type { Log } from '#collab-server/log'
import type { CheckWorkerMethods, Taken } from '#collab-server/suggestion-check/check-worker'
import { Penances } from '#collab-server/suggestion-check/penances'
import { ProtocolError } from '#protocol/protocol-error'
import { WorkerCalls } from '#storage/worker-calls'

/** No honest update takes nearly as long: one that takes longer keeps all others waiting. */
const longestMs = 5_000

/** Ends the thread over what it is looking through. */
type Job = { readonly overrun: () => void }

type Thread = {
  readonly worker: Worker
  readonly calls: WorkerCalls<CheckWorkerMethods>
  /** It does one after the other. */
  readonly jobs: Job[]
  isReady: boolean
  /** It has ended over what one of them asked. */
  isOverrun: boolean
  timer: NodeJS.Timeout | undefined
}

/** `freed`: what the server writes behind what the room had taken before, and before what it takes now. */
export type Checked = {
  readonly verdict: Verdict
  readonly freed: Uint8Array | null
  /** How long it was looked through. */
  readonly tookMs: number
}

/** The thread has ended over what somebody else has sent. */
export class DisturbedError extends Error {
  constructor(cause: unknown) {
    super("the thread has ended over somebody else's update", { cause })
    this.name = 'DisturbedError'
  }
}

/** A document beside its room, on which updates are tried before the room takes them. */
export type RemoteMirror = {
  /**
   * Whether an update is taken; then the mirror has it now, and what puts it right.
   * @param since what the room has taken since it was asked before
   * @throws {ProtocolError} `tryAgainLater`: it took too long. The thread has ended over it.
   * @throws {DisturbedError} the mirror is gone.
   * @throws {StorageError} `unavailable`: the thread has ended; the mirror is gone.
   */
  check(update: Uint8Array, author: Author, since: readonly Taken[]): Promise<Checked>
  /**
   * Has it follow what the room has taken, and says what the server writes behind that.
   * @throws like `check`
   */
  follow(since: readonly Taken[]): Promise<Pick<Checked, 'freed'>>
  close(): void
}

/** The thread that has the mirrors of all rooms, started with the first and stopped some time after the last. */
export class SuggestionChecks {
  readonly penances = new Penances()
  readonly #idleMs: number
  readonly #longestMs: number
  readonly #log: Log
  readonly #open = new Set<number>()
  #nextId = 1
  #thread: Thread | undefined
  #idleTimer: NodeJS.Timeout | undefined

  constructor(idleMs: number, log: Log, longest = longestMs) {
    this.#idleMs = idleMs
    this.#longestMs = longest
    this.#log = log
  }

  /** Somebody will need it soon: it takes longer to start than anybody's first key. */
  warmUp(): void {
    this.#started()
    this.#stopWhenIdle()
  }

  /** `state`: all of the document, a Yjs V1 update. */
  openMirror(state: Uint8Array): RemoteMirror {
    const thread = this.#started()
    const { calls } = thread
    const mirrorId = this.#nextId++
    this.#open.add(mirrorId)
    const opened = calls.call('open', { mirrorId, state: new Uint8Array(state) })
    return {
      follow: async (taken) => {
        const answer = calls.call('follow', { mirrorId, since: copiesOf(taken) })
        const [freed] = await this.#inTime(thread, Promise.all([answer, opened]))
        return { freed }
      },
      check: async (update, author, taken) => {
        const job = { mirrorId, since: copiesOf(taken), update: copyOf(update), author }
        const buffers = job.since.map(({ update: { buffer } }) => buffer as ArrayBuffer)
        const answer = calls.call('check', job, [job.update.buffer, ...buffers])
        const [{ broken, ...checked }] = await this.#inTime(thread, Promise.all([answer, opened]))
        for (const reason of broken) this.#log('error', 'suggestion-judge-failed', { reason })
        return checked
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
    const thread: Thread = { worker, calls, jobs: [], isReady: false, isOverrun: false, timer: undefined }
    const ready = (): void => {
      thread.isReady = true
      this.#watch(thread)
    }
    // Ended before it was: whoever asked it something is told.
    calls.call('ready', undefined as never).then(ready, () => undefined)
    return thread
  }

  async #inTime<T>(thread: Thread, answer: Promise<T>): Promise<T> {
    const overrun = Promise.withResolvers<never>()
    const job: Job = {
      overrun: () => {
        thread.isOverrun = true
        overrun.reject(new ProtocolError('tryAgainLater', 'takes too long to be looked through'))
        if (this.#thread === thread) this.#thread = undefined
        void thread.worker.terminate()
      },
    }
    thread.jobs.push(job)
    if (thread.jobs.length === 1) this.#watch(thread)
    try {
      return await Promise.race([answer, overrun.promise])
    } catch (error) {
      throw thread.isOverrun && !(error instanceof ProtocolError) ? new DisturbedError(error) : error
    } finally {
      const place = thread.jobs.indexOf(job)
      thread.jobs.splice(place, 1)
      if (place === 0) this.#watch(thread)
    }
  }

  /** The time of the first begins. */
  #watch(thread: Thread): void {
    clearTimeout(thread.timer)
    const [first] = thread.jobs
    if (first && thread.isReady) thread.timer = setTimeout(first.overrun, this.#longestMs)
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

function copiesOf(since: readonly Taken[]): Taken[] {
  return since.map((taken) => ({ ...taken, update: copyOf(taken.update) }))
}
