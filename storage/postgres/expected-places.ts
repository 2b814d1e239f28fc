import type { Placed } from '#storage/shared-document-update-store'
import { StorageError } from '#storage/storage-error'

/** Of so many documents, the last used; of others the next load or append says it anew. */
const mostDocuments = 50_000

/**
 * Where entries of a document would come if this process is the only one that writes. Whoever counts entries by themselves
 * would otherwise fold somebody else's away unseen, after a failure in which two thought that they were alone, or where
 * a commit that was given up arrived after all.
 */
export class ExpectedPlaces {
  readonly #ends = new Map<string, number>()

  /** As somebody has loaded it; what was known before stands, since others may count from that. */
  loaded(id: string, lastSequence: number): void {
    if (!this.#ends.has(id)) this.#set(id, lastSequence)
  }

  removed(id: string): void {
    this.#ends.delete(id)
  }

  /**
   * What came behind something that nobody here knows of stands in the store, but is not to be counted on.
   * @throws {StorageError} `unavailable`: whoever has these documents open has to load them again
   */
  placed(places: readonly Placed[]): void {
    const strange = places.filter(({ id, lastSequence, added }) => {
      const end = this.#ends.get(id)
      this.#ends.delete(id)
      if (end !== undefined && end !== lastSequence - added) return true
      this.#set(id, lastSequence)
      return false
    })
    if (strange.length === 0) return
    const ids = strange.map(({ id }) => id).join(', ')
    throw new StorageError('unavailable', `entries came to ${ids} that are not of this process`)
  }

  #set(id: string, lastSequence: number): void {
    this.#ends.set(id, lastSequence)
    if (this.#ends.size <= mostDocuments) return
    const [oldest] = this.#ends.keys()
    if (oldest !== undefined) this.#ends.delete(oldest)
  }
}
