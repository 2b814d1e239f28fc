import { describeError, type Log } from '#collab-server/log'
import { StorageError } from '#storage/storage-error'
import type { StoreInterruption } from '#storage/store-interruption'

/** Whether the store can be worked with, and who is to hear when that changes. */
export class StoreWatch implements StoreInterruption {
  readonly #log: Log
  readonly #onFatal: (error: Error) => void
  #listener: StoreInterruption | undefined
  #reachable = true
  #ended = false

  constructor(log: Log, onFatal: (error: Error) => void) {
    this.#log = log
    this.#onFatal = onFatal
  }

  get isReady(): boolean {
    return this.#reachable && !this.#ended
  }

  /** Hears of what happens from now on, and at once of what has happened. */
  listen(listener: StoreInterruption): void {
    this.#listener = listener
    if (!this.#reachable) listener.lost(new StorageError('unavailable', 'the store is out of reach'))
  }

  /** Nobody comes in any more. */
  end(): void {
    this.#ended = true
  }

  readonly crashed = (error: Error): void => {
    this.end()
    this.#log('error', 'store-crashed', { reason: describeError(error) })
    this.#onFatal(error)
  }

  readonly lost = (error: Error): void => {
    this.#reachable = false
    this.#log('error', 'store-lost', { reason: describeError(error) })
    this.#listener?.lost(error)
  }

  readonly regained = (): void => {
    this.#reachable = true
    this.#log('info', 'store-regained')
    this.#listener?.regained()
  }
}
