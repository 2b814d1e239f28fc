import type { DocumentWorkshop } from '#collab-server/document-workshop'
import type { EditsAsked, EditsSince } from '#collab-server/history/edits-since'
import { LifeCache } from '#collab-server/history/life-cache'
import { SharedTurns, Turns } from '#collab-server/history/shared-turns'
import type { Journal } from '#collab-server/journal'
import type { DocumentUpdateStore } from '#storage/document-update-store'

type Context = {
  readonly store: Pick<DocumentUpdateStore, 'loadRecord' | 'findBounds'>
  readonly journal: Pick<Journal, 'drain'>
  readonly workshop: Pick<DocumentWorkshop, 'life' | 'editsSince'>
  /** No more than this of a document is gone through. */
  readonly maxBytes: number
  /** So much of what was worked out is kept, for so long after the last question. */
  readonly maxKeptBytes: number
  readonly keptMs: number
}

/**
 * The lives of documents, for those who look into their history. One is worked out at a time: that of a long document is
 * half a second's work in the thread that also folds, and is read by the one that also opens rooms. The last ones are kept.
 */
export class DocumentLives {
  readonly #context: Context
  readonly #kept: LifeCache
  readonly #lives: SharedTurns<null, Uint8Array | undefined>
  readonly #news: SharedTurns<EditsAsked, EditsSince | undefined>

  constructor(context: Context) {
    this.#context = context
    this.#kept = new LifeCache(context.maxKeptBytes, context.keptMs)
    const turns = new Turns()
    this.#lives = new SharedTurns(turns, async (documentId, askers) => {
      const life = await this.#make(documentId)
      return askers.map(() => life)
    })
    this.#news = new SharedTurns(turns, (documentId, asked) => this.#count(documentId, asked))
  }

  /**
   * As `readDocumentLife` reads it, with all that had come when it was asked for; undefined where there is no document.
   * @param signal aborted once nobody waits for it
   * @throws {StorageError}; the reason of `signal`
   */
  read(documentId: string, signal?: AbortSignal): Promise<Uint8Array | undefined> {
    return this.#lives.ask(documentId, null, signal)
  }

  /**
   * What others have written since a time; undefined where there is no document.
   * @param signal aborted once nobody waits for it
   * @throws {StorageError}; the reason of `signal`
   */
  editsSince(documentId: string, asked: EditsAsked, signal?: AbortSignal): Promise<EditsSince | undefined> {
    return this.#news.ask(documentId, asked, signal)
  }

  async #make(documentId: string): Promise<Uint8Array | undefined> {
    const { store, journal, workshop, maxBytes } = this.#context
    await journal.drain()
    const bounds = await store.findBounds(documentId)
    const kept = this.#kept.take(documentId, bounds)
    if (kept || !bounds) return kept
    const record = await store.loadRecord(documentId, { maxBytes })
    if (!record) return undefined
    const { firstSequence, lastSequence } = record
    const life = await workshop.life(record)
    // Somebody may have written, or something been forgotten, since its bounds were asked for.
    if (firstSequence === bounds.firstSequence && lastSequence === bounds.lastSequence)
      this.#kept.keep(documentId, bounds, life)
    return life
  }

  async #count(
    documentId: string,
    asked: readonly EditsAsked[],
  ): Promise<readonly (EditsSince | undefined)[]> {
    const { store, workshop, maxBytes } = this.#context
    const since = Math.min(...asked.map((one) => one.since))
    const record = await store.loadRecord(documentId, { since, maxBytes })
    return record ? workshop.editsSince(record, asked) : []
  }
}
