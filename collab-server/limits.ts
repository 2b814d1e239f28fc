/** Every bound and rhythm of the server in one place; tests make them small. */
export type Limits = {
  /** A larger WebSocket message closes with 1009; a full state of a big document must pass. */
  readonly maxMessageBytes: number
  /** A reader that leaves more than this unread, beyond the catch-up it asked for, closes with 1013. */
  readonly maxBufferedBytes: number
  /** Reading from a writer pauses while more than this of its updates waits for the disk or a load. */
  readonly maxUncommittedBytes: number
  readonly maxAwarenessIds: number
  readonly maxAwarenessStateBytes: number
  /**
   * At most one commit, and so one write to each socket of a room, in this time. The first after a pause
   * goes at once. Socket writes are most of a busy room's cost: fewer of them is the lever.
   */
  readonly commitIntervalMs: number
  /** The same for awareness that comes without an update. */
  readonly awarenessIntervalMs: number
  /** A peer that has not answered one ping by the next is gone; also the rhythm of the keep-alive. */
  readonly pingIntervalMs: number
  /** How long a closed peer may take to answer the close before its socket is cut. */
  readonly closeGraceMs: number
  readonly headersTimeoutMs: number
  readonly connectionsCheckingIntervalMs: number
  /** A document is projected this long after its last change, but no later than `maxUnquietMs` after its first. */
  readonly quietMs: number
  readonly maxUnquietMs: number
  /** A log longer than this behind its snapshot is compacted. */
  readonly maxLiveEntries: number
  /** The document worker's heap goes back to the system after this time without work. */
  readonly workerIdleMs: number
}

export const defaultLimits: Limits = {
  maxMessageBytes: 16 << 20,
  maxBufferedBytes: 8 << 20,
  maxUncommittedBytes: 16 << 20,
  maxAwarenessIds: 3,
  maxAwarenessStateBytes: 8 << 10,
  commitIntervalMs: 8,
  awarenessIntervalMs: 8,
  pingIntervalMs: 10_000,
  closeGraceMs: 3_000,
  headersTimeoutMs: 10_000,
  connectionsCheckingIntervalMs: 3_000,
  quietMs: 3_000,
  maxUnquietMs: 15_000,
  maxLiveEntries: 500,
  workerIdleMs: 10_000,
}
