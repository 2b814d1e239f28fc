export type SessionTimings = {
  /** Silence about pending text after which the status stops calling it "saving". */
  silentAfterMs: number
  /** Silence after a probe after which the connection is given up. */
  deadAfterMs: number
  /** How long a write to this device may take before the status calls the text not saved. */
  keepGraceMs: number
  /** How long the first connection may take before loaded text of unknown state counts as pending. */
  openingMs: number
  /** How long loading from this device may hold up the first connection. */
  loadFirstMs: number
  connectTimeoutMs: number
  longestBackoffMs: number
  /** A token older than this is replaced before a reconnect; far below the life of any token. */
  tokenFreshMs: number
  /** After an answer of the app, refused connections do not make the session ask again for this long. */
  tokenDoubtMs: number
  tokenTimeoutMs: number
  /** A live connection is given a fresh token this often; well below the life of any token. */
  tokenRenewMs: number
  /** After a renewal that the app did not answer. */
  tokenRenewRetryMs: number
  /** A shorter spell without the server is none to speak of afterwards. */
  leastSpellMs: number
  /** A session that got through by HTTP only tries a WebSocket this long after, then more and more rarely. */
  wayBackMs: number
}

export const defaultTimings: SessionTimings = {
  silentAfterMs: 5_000,
  deadAfterMs: 10_000,
  keepGraceMs: 1_000,
  openingMs: 3_000,
  loadFirstMs: 1_000,
  connectTimeoutMs: 10_000,
  longestBackoffMs: 3_000,
  tokenFreshMs: 60_000,
  tokenDoubtMs: 10_000,
  tokenTimeoutMs: 8_000,
  tokenRenewMs: 4 * 60_000,
  tokenRenewRetryMs: 20_000,
  leastSpellMs: 3_000,
  wayBackMs: 10_000,
}
