import { Histogram } from '#collab-server/metrics/histogram'

/**
 * What one server has done, for an operator to watch. Plain numbers that whoever does the work adds to:
 * on the hot path that costs an addition, and text is only made when somebody asks.
 */
export class Metrics {
  /** WebSocket messages and their bytes, without frame headers. */
  messagesReceived = 0
  bytesReceived = 0
  /** Frames handed to sockets, headers included; one for each reader. */
  framesSent = 0
  bytesSent = 0
  /** Awareness that a slow reader was spared, since newer came. */
  awarenessSkipped = 0
  /** How often nothing more was read from a connection for a while, and why. */
  readonly pauses = { rate: 0, pending: 0 }
  /** How many members each relay of a room went to. */
  readonly fanOut = new Histogram([0, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000])
  /** From handing a batch to the store until it is on disk. */
  readonly commitSeconds = new Histogram([0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 5])
  /** From when the oldest update of a relay came until the relay was handed to its readers' sockets. */
  readonly relaySeconds = new Histogram([0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 5])
  readonly eventLoopLagSeconds = new Histogram([0.001, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 5])
  entriesCommitted = 0
  /** Batches, or shares of them, that did not come to be on disk. */
  commitsFailed = 0
  /** Rooms opened with a Y.Doc, since what was stored could not be read as bytes alone. */
  roomsOnYjs = 0
  connectionsAccepted = 0
  readonly #closes = new Map<number, number>()
  readonly #refusals = new Map<number, number>()

  /** The server ended a connection with this close code. */
  countClose(code: number): void {
    this.#closes.set(code, (this.#closes.get(code) ?? 0) + 1)
  }

  /** A request was refused with this HTTP status. */
  countRefusal(status: number): void {
    this.#refusals.set(status, (this.#refusals.get(status) ?? 0) + 1)
  }

  get closes(): ReadonlyMap<number, number> {
    return this.#closes
  }

  get refusals(): ReadonlyMap<number, number> {
    return this.#refusals
  }
}
