import type { RecordBounds } from '#storage/document-update-store'

type Kept = { readonly bounds: RecordBounds; readonly life: Uint8Array }

/**
 * The lives that were worked out last, as long as nobody has written since and nothing was forgotten of them: whoever looks
 * into a history mostly comes back to it.
 */
export class LifeCache {
  readonly #maxBytes: number
  readonly #keptMs: number
  /** The one that was asked for last is the last. */
  readonly #kept = new Map<string, Kept>()
  #bytes = 0
  #timer: NodeJS.Timeout | undefined

  /**
   * @param maxBytes of all of them together
   * @param keptMs after so long without a question nothing is kept
   */
  constructor(maxBytes: number, keptMs: number) {
    this.#maxBytes = maxBytes
    this.#keptMs = keptMs
  }

  /** The life of a document whose record is still this; what is older is let go. */
  take(documentId: string, bounds: RecordBounds | undefined): Uint8Array | undefined {
    const kept = this.#kept.get(documentId)
    if (!kept) return undefined
    this.#drop(documentId, kept)
    if (!bounds || !isSame(kept.bounds, bounds)) return undefined
    this.keep(documentId, bounds, kept.life)
    return kept.life
  }

  keep(documentId: string, bounds: RecordBounds, life: Uint8Array): void {
    const before = this.#kept.get(documentId)
    if (before) this.#drop(documentId, before)
    if (life.byteLength > this.#maxBytes) return
    this.#kept.set(documentId, { bounds, life })
    this.#bytes += life.byteLength
    for (const [id, kept] of this.#kept) {
      if (this.#bytes <= this.#maxBytes) break
      this.#drop(id, kept)
    }
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.clear(), this.#keptMs).unref()
  }

  clear(): void {
    clearTimeout(this.#timer)
    this.#kept.clear()
    this.#bytes = 0
  }

  #drop(documentId: string, { life }: Kept): void {
    this.#kept.delete(documentId)
    this.#bytes -= life.byteLength
  }
}

function isSame(one: RecordBounds, other: RecordBounds): boolean {
  return (
    one.firstSequence === other.firstSequence &&
    one.lastSequence === other.lastSequence &&
    one.changedAt === other.changedAt
  )
}
