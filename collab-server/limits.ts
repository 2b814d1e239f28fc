/** Every bound and rhythm of the server in one place; tests make them small. */
export type Limits = {
  /** A larger WebSocket message closes with 1009; a full state of a big document must pass. */
  readonly maxMessageBytes: number
  /** Messages a second that are read from one connection while others are at work; 0 for no limit. */
  readonly maxMessagesPerSecond: number
  /** A message in more frames, or in more pieces as they come from the network, closes with 1008. */
  readonly maxFragments: number
  readonly maxChunks: number
  /** A message that is not whole after this time closes with 1013. */
  readonly messageTimeoutMs: number
  /** A document whose state is larger takes only deletions; else 4413. */
  readonly maxDocumentBytes: number
  /** A reader for whom more than this waits closes with 1013. */
  readonly maxBacklogBytes: number
  /** The same while it has not taken the answer yet that it asked for, which may take a while. */
  readonly maxCatchUpBacklogBytes: number
  /** Reading from a writer pauses while more than this of its updates waits for the disk or a load. */
  readonly maxUncommittedBytes: number
  /** What all connections may hold together; those that hold much close with 1013 beyond it. */
  readonly maxBudgetBytes: number
  /** Updates of one connection that wait for others: 4500 beyond any of the three. */
  readonly maxPendingBytes: number
  readonly maxPendingUpdates: number
  readonly maxPendingMs: number
  /** Of all updates of a room that wait. */
  readonly maxRoomPendingBytes: number
  readonly maxConnections: number
  readonly maxConnectionsPerAddress: number
  readonly maxRooms: number
  /** Of rooms that this address was the first to open. */
  readonly maxRoomsPerAddress: number
  readonly maxAwarenessIds: number
  readonly maxAwarenessStateBytes: number
  /** A longer awareness message is dropped: stock clients repeat everybody, but not this much. */
  readonly maxAwarenessBytes: number
  /**
   * At most one commit, and so one write to each socket of a room, in this time. The first after a pause
   * goes at once. Socket writes are most of a busy room's cost: fewer of them is the lever.
   */
  readonly commitIntervalMs: number
  /** A room gathers updates so long for each of its members before the next commit, but no longer than this. */
  readonly gatherMsPerMember: number
  readonly maxGatherMs: number
  /** So many updates that wait in a room go at once. */
  readonly maxGatheredUpdates: number
  /** As `commitIntervalMs`, for awareness that comes without an update. */
  readonly awarenessIntervalMs: number
  /** A peer that has not answered one ping by the next is gone; also the rhythm of the keep-alive. */
  readonly pingIntervalMs: number
  /** How often a node says to the others that it is there, and after what silence they take it for gone. */
  readonly nodeBeatMs: number
  readonly nodeSilenceMs: number
  /** How often rooms look how far the store is: in case that a message of another node was lost, and while all are. */
  readonly catchUpIntervalMs: number
  readonly catchUpAloneMs: number
  /** How long a peer has to show life when somebody else claims its client id. */
  readonly doubtMs: number
  /** How long a closed peer may take to answer the close before its socket is cut. */
  readonly closeGraceMs: number
  /** How long a request may take until its head is here, and until all of it is; and how often that is looked at. */
  readonly headersTimeoutMs: number
  readonly requestTimeoutMs: number
  readonly connectionsCheckingIntervalMs: number
  /** A tunnel of which nothing is asked for this long has ended. */
  readonly tunnelIdleMs: number
  /** For how long one answer through a tunnel goes on, and for how long one that is polled waits for its first byte. */
  readonly tunnelStreamMs: number
  readonly tunnelPollMs: number
  /** Of each kind of event. */
  readonly logLinesPerSecond: number
  /** A document is projected this long after its last change, but no later than `maxUnquietMs` after its first. */
  readonly quietMs: number
  readonly maxUnquietMs: number
  /** A log longer than this behind its snapshot is compacted. */
  readonly maxLiveEntries: number
  /** A document's past is not gone through where more than this of it would have to be. */
  readonly maxPastBytes: number
  /** Of lives that were worked out for whoever looked into a history: so much is kept, for so long after the last look. */
  readonly maxKeptLifeBytes: number
  readonly keptLifeMs: number
  /**
   * The document worker's heap goes back to the system after this time without work; longer than `maxUnquietMs`, or it
   * would be started anew for each projection of a document that is being written.
   */
  readonly workerIdleMs: number
}

export const defaultLimits: Limits = {
  maxMessageBytes: 16 << 20,
  maxMessagesPerSecond: 500,
  // Browsers cut large messages into frames as their pipes fill, ws lets a slow network bring them in pieces.
  maxFragments: 4_096,
  maxChunks: 32_768,
  messageTimeoutMs: 300_000,
  maxDocumentBytes: 64 << 20,
  maxBacklogBytes: 768 << 10,
  maxCatchUpBacklogBytes: 8 << 20,
  maxUncommittedBytes: 2 << 20,
  maxBudgetBytes: 256 << 20,
  maxPendingBytes: 32 << 10,
  maxPendingUpdates: 20,
  maxPendingMs: 8_000,
  maxRoomPendingBytes: 256 << 10,
  maxConnections: 20_000,
  maxConnectionsPerAddress: 5_000,
  maxRooms: 20_000,
  maxRoomsPerAddress: 5_000,
  maxAwarenessIds: 3,
  maxAwarenessStateBytes: 8 << 10,
  maxAwarenessBytes: 1 << 20,
  commitIntervalMs: 8,
  // A write to one socket takes some 10 microseconds, so that a room may use 1 % of a processor for them.
  gatherMsPerMember: 1,
  maxGatherMs: 50,
  maxGatheredUpdates: 8,
  awarenessIntervalMs: 8,
  pingIntervalMs: 10_000,
  nodeBeatMs: 3_000,
  nodeSilenceMs: 12_000,
  catchUpIntervalMs: 3_000,
  catchUpAloneMs: 1_000,
  doubtMs: 2_000,
  closeGraceMs: 3_000,
  headersTimeoutMs: 10_000,
  requestTimeoutMs: 15_000,
  connectionsCheckingIntervalMs: 3_000,
  tunnelIdleMs: 30_000,
  // Proxies commonly end an answer after 30 or 60 s, some one that stands still sooner: 20 s are two pings.
  tunnelStreamMs: 25_000,
  tunnelPollMs: 20_000,
  logLinesPerSecond: 50,
  quietMs: 3_000,
  maxUnquietMs: 15_000,
  maxLiveEntries: 500,
  maxPastBytes: 256 << 20,
  maxKeptLifeBytes: 32 << 20,
  keptLifeMs: 10 * 60_000,
  workerIdleMs: 20_000,
}
