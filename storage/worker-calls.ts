import type { MessagePort, Transferable, Worker } from 'node:worker_threads'

import { StorageError, type StorageErrorCode } from '#storage/storage-error'

/** A worker's answer, with the buffers that move to the caller instead of being copied. */
export type Reply<Value> = { readonly value: Value; readonly transfer?: readonly Transferable[] }

/** What a worker can be asked: one argument each, an answer or a promise of one. */
export type WorkerMethods = Readonly<
  Record<string, (argument: never) => Reply<unknown> | Promise<Reply<unknown>>>
>

type Argument<Method> = Method extends (argument: infer A) => unknown ? A : never
type Value<Method> = Method extends (argument: never) => infer R
  ? Awaited<R> extends Reply<infer V>
    ? V
    : never
  : never

type Request = { readonly id: number; readonly method: string; readonly argument: unknown }
type Response = {
  readonly id: number
  readonly value?: unknown
  readonly error?: { readonly code: StorageErrorCode; readonly message: string }
}

type Waiting = { readonly resolve: (value: never) => void; readonly reject: (error: StorageError) => void }

/** Calls into a worker thread; whatever is still open when the thread ends is rejected. */
export class WorkerCalls<Methods extends WorkerMethods> {
  readonly #worker: Worker
  readonly #waiting = new Map<number, Waiting>()
  #nextId = 1
  #ended: StorageError | undefined

  /** `onEnd` hears once that the thread is gone, with its error if it crashed. */
  constructor(worker: Worker, onEnd: (error: Error | undefined) => void) {
    this.#worker = worker
    let crash: Error | undefined
    worker.on('message', (response: Response) => this.#settle(response))
    worker.on('error', (error) => {
      crash = error instanceof Error ? error : new Error(String(error))
    })
    worker.on('exit', () => {
      this.#ended = new StorageError('unavailable', 'the worker thread has ended', crash)
      for (const { reject } of this.#waiting.values()) reject(this.#ended)
      this.#waiting.clear()
      onEnd(crash)
    })
  }

  /** Why no call is answered any more, once the thread is gone. */
  get ended(): StorageError | undefined {
    return this.#ended
  }

  /** How many calls have not been answered. */
  get openCalls(): number {
    return this.#waiting.size
  }

  call<Name extends keyof Methods & string>(
    method: Name,
    argument: Argument<Methods[Name]>,
    transfer: readonly Transferable[] = [],
  ): Promise<Value<Methods[Name]>> {
    if (this.#ended) return Promise.reject(this.#ended)
    const id = this.#nextId++
    const answer = new Promise<Value<Methods[Name]>>((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject })
    })
    this.#worker.postMessage({ id, method, argument } satisfies Request, transfer)
    return answer
  }

  #settle({ id, value, error }: Response): void {
    const waiting = this.#waiting.get(id)
    if (!waiting) return
    this.#waiting.delete(id)
    if (error) waiting.reject(new StorageError(error.code, error.message))
    else waiting.resolve(value as never)
  }
}

/** The worker's side: carries out calls as they come; one that awaits lets later ones pass. */
export function answerCalls(port: MessagePort, methods: WorkerMethods): void {
  port.on('message', ({ id, method, argument }: Request) => {
    const respond = ({ value, transfer = [] }: Reply<unknown>): void =>
      port.postMessage({ id, value } satisfies Response, transfer)
    const refuse = (error: unknown): void =>
      port.postMessage({ id, error: describe(error) } satisfies Response)
    try {
      const run = methods[method] as
        | ((argument: unknown) => Reply<unknown> | Promise<Reply<unknown>>)
        | undefined
      if (!run) throw new Error(`no method ${method}`)
      const reply = run(argument)
      // A plain answer leaves in this turn: a commit should not wait for a microtask queue.
      if (reply instanceof Promise) reply.then(respond, refuse)
      else respond(reply)
    } catch (error) {
      refuse(error)
    }
  })
}

function describe(error: unknown): { code: StorageErrorCode; message: string } {
  if (error instanceof StorageError) return { code: error.code, message: error.message }
  return { code: 'unavailable', message: error instanceof Error ? error.message : String(error) }
}
