/**
 * What one live update may hold. Yjs 13.6 takes more, and breaks on it: structs of no length make later text
 * invisible, deep nesting overflows the stack of every reader at the next deletion, and very many clients
 * or deletions cost each reader time that grows with their square. Only what is new in an update counts, so
 * a step 2 may repeat all of an old document; what is loaded from disk is not bounded.
 */
export const updateBounds = {
  /** No clock goes further: a longer run is a claim without content. */
  maxClock: 2 ** 31 - 1,
  /**
   * Of a document, and named in one update or state vector: each takes half a kilobyte as long as the document is
   * open, whoever opens it.
   */
  maxClients: 250_000,
  /** Each takes 61 bytes while an update is read. People's are larger than the two bytes of the smallest. */
  maxStructs: 2 ** 21,
  maxNewDeleteRanges: 50_000,
  maxNewClients: 20_000,
  /** Structs and deletions of a document that wait for others: whatever touches them looks at all of them. */
  maxWaiting: 2_000,
  /** Of types inside types, and of arrays and objects inside a value. */
  maxNesting: 500,
} as const

/**
 * How many clients may be named in an update or state vector of a document that has so many: all of them, also
 * where it is stored with more than one may have, and those that it does not know yet.
 */
export function maxNamedClients(knownClients: number): number {
  const { maxClients, maxNewClients } = updateBounds
  return Math.max(maxClients, knownClients + maxNewClients)
}
