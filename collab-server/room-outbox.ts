import type { Connection } from '#collab-server/connection'
import type { ClientClock } from '#collab-server/room-state'
import type { JournalEntry } from '#storage/document-update-store'

/** An update that waits for its commit. */
export type PendingUpdate = JournalEntry & {
  /** Undefined where the server made it itself. */
  readonly from: Connection | undefined
  readonly carried: readonly ClientClock[]
  /** Whether the server wrote something with it, which its sender has to hear. */
  readonly isMended?: boolean
  /** Size of the update as it came. */
  readonly receivedBytes: number
}

const noDeliveries: readonly (() => void)[] = []

/**
 * All that may only leave a room once the updates before it are on disk (PROTOCOL S4), in order: the
 * updates themselves, and whatever was made from a state that holds them.
 */
export class RoomOutbox {
  #items: (PendingUpdate | (() => void))[] = []
  #updates = 0

  /** Updates not committed yet. */
  get uncommitted(): number {
    return this.#updates
  }

  push(update: PendingUpdate): void {
    this.#items.push(update)
    this.#updates++
  }

  /** Runs `deliver` once everything pushed so far is on disk; at once where it is. */
  whenDurable(deliver: () => void): void {
    if (this.#items.length === 0) deliver()
    else this.#items.push(deliver)
  }

  /** Takes out the next `count` updates with all that waited for no more than them. */
  take(count: number): {
    readonly updates: readonly PendingUpdate[]
    readonly deliveries: readonly (() => void)[]
  } {
    if (count === this.#items.length && count === this.#updates) {
      // All of it, and nothing was made from it: so it is in a room where people merely type.
      const updates = this.#items as PendingUpdate[]
      this.#items = []
      this.#updates = 0
      return { updates, deliveries: noDeliveries }
    }
    const updates: PendingUpdate[] = []
    const deliveries: (() => void)[] = []
    let end = 0
    for (const item of this.#items) {
      if (typeof item === 'function') deliveries.push(item)
      else if (updates.length === count) break
      else updates.push(item)
      end++
    }
    this.#items = this.#items.slice(end)
    this.#updates -= updates.length
    return { updates, deliveries }
  }

  clear(): void {
    this.#items = []
    this.#updates = 0
  }
}
