import type { DocumentWorkshop } from '#collab-server/document-workshop'
import type { DocumentUpdateStore } from '#storage/document-update-store'

type Kept = { readonly sequence: number; readonly json: string }

/** Some 20 kB each. */
const mostKept = 300

/**
 * What documents begin with, for pages that are to be read before their scripts run. Reading it from a large
 * document takes a while, so the last ones are kept, and given again as long as nobody has written since.
 */
export class Openings {
  readonly #store: Pick<DocumentUpdateStore, 'loadPacked'>
  readonly #workshop: Pick<DocumentWorkshop, 'readOpening'>
  /** The one that was asked for last is the last. */
  readonly #kept = new Map<string, Kept>()

  constructor({
    store,
    workshop,
  }: {
    store: Pick<DocumentUpdateStore, 'loadPacked'>
    workshop: Pick<DocumentWorkshop, 'readOpening'>
  }) {
    this.#store = store
    this.#workshop = workshop
  }

  /** Takes one that was read with something else, of the document as it was then. */
  keep(documentId: string, read: Kept): void {
    if ((this.#kept.get(documentId)?.sequence ?? -1) > read.sequence) return
    this.#kept.delete(documentId)
    this.#kept.set(documentId, read)
    const [oldest] = this.#kept.size > mostKept ? this.#kept.keys() : []
    if (oldest !== undefined) this.#kept.delete(oldest)
  }

  /**
   * The JSON of a `DocumentOpening`, of the document as it is on disk; undefined where there is none.
   * @throws {StorageError}
   */
  async read(documentId: string): Promise<string | undefined> {
    const document = await this.#store.loadPacked(documentId)
    const kept = this.#kept.get(documentId)
    this.#kept.delete(documentId)
    if (!document) return undefined
    const sequence = document.lastSequence
    const json = kept?.sequence === sequence ? kept.json : await this.#workshop.readOpening(document)
    this.keep(documentId, { sequence, json })
    return json
  }
}
