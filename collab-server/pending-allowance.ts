import type { Limits } from '#collab-server/limits'

export type PendingLimits = Pick<Limits, 'maxPendingBytes' | 'maxPendingUpdates' | 'maxPendingMs'>

/**
 * What of one connection's updates waits for others that have not come (PROTOCOL L9). A little is honest:
 * tabs that also talk past the server outrun each other. More costs everybody, since Yjs goes through all
 * that waits at each update.
 */
export class PendingAllowance {
  readonly #limits: PendingLimits
  #bytes = 0
  #updates = 0
  #since = 0

  constructor(limits: PendingLimits) {
    this.#limits = limits
  }

  note(bytes: number): void {
    if (this.#updates === 0) this.#since = performance.now()
    this.#bytes += bytes
    this.#updates++
  }

  /** Everything that waited has been found. */
  clear(): void {
    this.#bytes = 0
    this.#updates = 0
  }

  get isUsedUp(): boolean {
    const { maxPendingBytes, maxPendingUpdates, maxPendingMs } = this.#limits
    if (this.#updates === 0) return false
    if (this.#bytes > maxPendingBytes || this.#updates > maxPendingUpdates) return true
    return performance.now() - this.#since > maxPendingMs
  }
}
