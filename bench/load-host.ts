import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'

import type { Answer, LoadEvent, Order, Report } from './load/orders.ts'

const script = path.join(import.meta.dirname, 'load/load-process.ts')

/** The load process as the bench sees it. */
export class LoadHost {
  readonly #process: ChildProcess

  constructor(traceFolder: string) {
    this.#process = fork(script, [traceFolder], { serialization: 'advanced' })
  }

  /** @throws {Error} when the order fails or the process ends. */
  ask(order: Order, onEvent: (event: LoadEvent) => void = () => undefined): Promise<Report> {
    return new Promise((resolve, reject) => {
      const onMessage = (message: Answer | LoadEvent): void => {
        if ('event' in message) return onEvent(message)
        this.#process.off('message', onMessage)
        this.#process.off('exit', onExit)
        if ('answer' in message) resolve(message.answer)
        else reject(new Error(message.failed))
      }
      const onExit = (): void => reject(new Error('the load process ended early'))
      this.#process.on('message', onMessage)
      this.#process.once('exit', onExit)
      this.#process.send(order)
    })
  }

  async stop(): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return
    this.#process.kill()
    await once(this.#process, 'exit')
  }
}
