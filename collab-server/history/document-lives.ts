import type { DocumentWorkshop } from '#collab-server/document-workshop'
import type { EditsSince } from '#collab-server/history/edits-since'
import type { Journal } from '#collab-server/journal'
import type { DocumentUpdateStore } from '#storage/document-update-store'

type Context = {
  readonly store: Pick<DocumentUpdateStore, 'loadRecord'>
  readonly journal: Pick<Journal, 'drain'>
  readonly workshop: Pick<DocumentWorkshop, 'life' | 'editsSince'>
}

/**
 * The lives of documents, for those who look into their history. One is worked out at a time: that of a long document is
 * half a second's work in the thread that also folds.
 */
export class DocumentLives {
  readonly #context: Context
  readonly #underWay = new Map<string, Promise<Uint8Array | undefined>>()
  #last: Promise<unknown> = Promise.resolve()

  constructor(context: Context) {
    this.#context = context
  }

  /**
   * As `readDocumentLife` reads it, with all that had come when it was asked for; undefined where there is no document.
   * @throws {StorageError}
   */
  async read(documentId: string): Promise<Uint8Array | undefined> {
    // What is worked on already may lack what has come since; what still waits its turn does not.
    const waiting = this.#underWay.get(documentId)
    if (waiting) return waiting
    const turn = this.#last.then(() => {
      this.#underWay.delete(documentId)
      return this.#make(documentId)
    })
    this.#underWay.set(documentId, turn)
    this.#last = turn.catch(() => undefined)
    return turn
  }

  /** What others have written since a time; undefined where there is no document. @throws {StorageError} */
  async editsSince(documentId: string, since: number, except: string): Promise<EditsSince | undefined> {
    const { store, workshop } = this.#context
    const record = await store.loadRecord(documentId)
    return record && workshop.editsSince(record, since, except)
  }

  async #make(documentId: string): Promise<Uint8Array | undefined> {
    const { store, journal, workshop } = this.#context
    await journal.drain()
    const record = await store.loadRecord(documentId)
    return record && workshop.life(record)
  }
}
