import { encodeFrames } from '#collab-server/frame'
import type { ClientClock } from '#collab-server/room-state'
import { ackMessage } from '#protocol/ack'

/** Each acknowledgement names them all. A client asks for its own, and a first step 2 may carry many others'. */
const maxClocks = 1_000

/** What of one connection is on disk, for a client that asked to be told (PROTOCOL A1). */
export class DurableCount {
  readonly #clocks = new Map<number, number>()
  #messages = 0

  /** One of its messages, with the clocks its clients have there. */
  note(carried: readonly ClientClock[]): void {
    this.#messages++
    for (const [clientId, clock] of carried) this.#clocks.set(clientId, clock)
    if (this.#clocks.size > maxClocks) this.#forgetOldest()
  }

  ackFrame(): Buffer {
    return encodeFrames([ackMessage({ clocks: this.#clocks, messageCount: this.#messages })])
  }

  #forgetOldest(): void {
    let left = this.#clocks.size - maxClocks
    for (const clientId of this.#clocks.keys()) {
      if (left-- <= 0) return
      this.#clocks.delete(clientId)
    }
  }
}
