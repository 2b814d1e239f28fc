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

  /** Of one update, which was taken, so much waits. */
  note(bytes: number): void {
    if (this.#updates === 0) this.#since = performance.now()
    this.#bytes += bytes
    this.#updates++
  }

  /** How many bytes of the next update may wait. */
  get bytesLeft(): number {
    if (this.#updates >= this.#limits.maxPendingUpdates) return 0
    return Math.max(0, this.#limits.maxPendingBytes - this.#bytes)
  }

  get isOverdue(): boolean {
    return this.#updates > 0 && performance.now() - this.#since > this.#limits.maxPendingMs
  }
}
