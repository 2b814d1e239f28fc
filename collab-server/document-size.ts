/** How long a measured size of a document near its limit is believed. */
const believedMs = 10_000

/**
 * How large a document's state is (PROTOCOL L2): the sum of what was loaded and what came since, which is
 * too much rather than too little. Only where that is above the limit is the state itself measured.
 */
export class DocumentSize {
  readonly #maxBytes: number
  readonly #measure: () => number
  #bytes: number
  #measuredAt = -Infinity

  constructor(maxBytes: number, loadedBytes: number, measure: () => number) {
    this.#maxBytes = maxBytes
    this.#bytes = loadedBytes
    this.#measure = measure
  }

  grow(bytes: number): void {
    this.#bytes += bytes
  }

  /** Whether an update would make it larger than it may be. What only deletes always fits. */
  isFullFor(update: Uint8Array): boolean {
    if (this.#bytes + update.byteLength <= this.#maxBytes || onlyDeletes(update)) return false
    const now = performance.now()
    if (now - this.#measuredAt > believedMs) {
      this.#measuredAt = now
      this.#bytes = this.#measure()
    }
    return this.#bytes + update.byteLength > this.#maxBytes
  }
}

/** A Yjs V1 update begins with the number of clients of whom it has structs. */
function onlyDeletes(update: Uint8Array): boolean {
  return update[0] === 0
}
