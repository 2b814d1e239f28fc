import { encodeFrames } from '#collab-server/frame'
import type { ClientClock } from '#collab-server/room-state'
import { ackMessage } from '#protocol/ack'

/** What of one connection is on disk, for a client that asked to be told (PROTOCOL A1). */
export class DurableCount {
  readonly #clocks = new Map<number, number>()
  #messages = 0

  /** One of its messages, with the clocks its clients have there. */
  note(carried: readonly ClientClock[]): void {
    this.#messages++
    for (const [clientId, clock] of carried) this.#clocks.set(clientId, clock)
  }

  ackFrame(): Buffer {
    return encodeFrames([ackMessage({ clocks: this.#clocks, messageCount: this.#messages })])
  }
}
