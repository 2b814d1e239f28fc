import * as Y from 'yjs'

import { applyAsItCame } from '#features/editor/session/apply-as-it-came'
import {
  deleteEntries,
  openLocalDatabase,
  readEntries,
  writeEntry,
  writeSpell,
  type EntryWrite,
} from '#features/editor/session/local-database'
import type { SpellStart } from '#features/editor/session/offline-spells'
import type { KeptHere } from '#features/editor/session/save-state'
import { schemaVersion } from '#schema/version'

/** How loading went. `newerSchema`: written by a newer Pliego, so it was left alone and stays so. */
export type LocalLoad = 'loaded' | 'empty' | 'newerSchema' | 'unavailable'

const compactAtEntries = 200
const remoteDelayMs = 1_000
const firstRetryMs = 2_000
const longestRetryMs = 60_000

type LocalCopyOptions = {
  documentId: string
  /** Tests pass their own; by default the browser's, looked up late since even that may throw. */
  indexedDB?: () => IDBFactory
}

/**
 * The document's copy in this browser: every update of the Y.Doc is appended to IndexedDB, and a write
 * counts as kept only when its strict transaction has completed, which y-indexeddb cannot tell. All
 * failures (denied, full, blocked, cleared by the person, deleted by another tab) end as "not kept";
 * writing is tried again where that may help. Made for one Y.Doc, opened and closed once.
 */
export class LocalCopy {
  readonly #documentId: string
  readonly #factory: () => IDBFactory
  #doc: Y.Doc | undefined
  #opening: Promise<IDBDatabase> | undefined
  /** Writing waits for this, so that what was here is known before anything is added. */
  #loaded = false
  /** The copy this doc belongs to; a copy made after a deletion by another tab has another id. */
  #copyId: string | undefined
  /** Entries whose updates are all in the doc, which its whole state may therefore replace. */
  #known = new Set<number>()
  #buffer: Uint8Array[] = []
  #appended = 0
  #keptUpTo = 0
  #broken = false
  #rewrite = false
  #over: 'closed' | 'deleted' | 'untouchable' | undefined
  #writing: Promise<void> | undefined
  #keepingSpell: Promise<void> = Promise.resolve()
  #spell: SpellStart | null = null
  #timer: ReturnType<typeof setTimeout> | undefined
  #retryMs = firstRetryMs
  #listener: () => void = () => {}

  constructor({ documentId, indexedDB = () => globalThis.indexedDB }: LocalCopyOptions) {
    this.#documentId = documentId
    this.#factory = indexedDB
  }

  /** Loads the copy into the doc, in one transaction with this object as its origin. Never rejects. */
  async open(doc: Y.Doc, onChange: () => void): Promise<LocalLoad> {
    this.#doc = doc
    this.#listener = onChange
    try {
      return await this.#load(doc)
    } catch (error) {
      this.#fail(error)
      return 'unavailable'
    }
  }

  /** Takes a Yjs V1 update; returns its number for {@link keeps}. Own edits are written at once. */
  append(update: Uint8Array, author: 'own' | 'remote'): number {
    this.#appended++
    if (!this.#over) {
      if (!this.#rewrite) this.#buffer.push(update)
      // What came from the server is safe there: gather it, and spare the disk in a busy room.
      if (author === 'own') this.#write()
      else if (!this.#broken) this.#timer ??= setTimeout(() => this.#write(), remoteDelayMs)
    }
    return this.#appended
  }

  /** Whether the update of that number is on this device; 0 asks for what was loaded. */
  keeps(number: number): KeptHere {
    if (this.#keptUpTo >= number) return 'yes'
    return this.#broken || this.#over ? 'no' : 'soon'
  }

  /** How the document stood before a spell without the server that an earlier page did not see the end of. */
  get loadedSpell(): SpellStart | null {
    return this.#spell
  }

  /** Keeps how the document stood before such a spell, or with null forgets it. */
  keepSpell(start: SpellStart | null): void {
    this.#spell = null
    this.#keepingSpell = this.#keepingSpell
      .then(() => this.#writeSpell(start))
      // The text is what matters: without this there is only nothing to tell after a reload.
      .catch((error: unknown) => console.warn('How the document stood was not kept', error))
  }

  /** Forgets the document on this device, for all tabs, and writes no more. Rejects if it cannot. */
  async delete(): Promise<void> {
    this.#end('deleted')
    this.#keptUpTo = -1
    await this.#settled()
    const database = await this.#connect()
    await deleteEntries(database, this.#documentId)
    database.close()
  }

  /** Writes what is left and lets go of the database. */
  async close(): Promise<void> {
    this.#listener = () => {}
    await this.#settled()
    if (!this.#over && this.#hasWork()) await this.#writeOnce()
    await this.#keepingSpell
    this.#end(this.#over ?? 'closed')
    const database = await this.#opening?.catch(() => undefined)
    database?.close()
  }

  async #load(doc: Y.Doc): Promise<LocalLoad> {
    const database = await this.#connect()
    if (this.#over) return 'unavailable'
    const copy = await readEntries(database, this.#documentId)
    if (copy && copy.schemaVersion > schemaVersion) {
      this.#end('untouchable')
      return 'newerSchema'
    }
    this.#copyId = copy?.copyId
    this.#spell = copy?.spell ?? null
    if (copy) {
      const updates = copy.entries.flatMap((entry) => entry.updates)
      const apply = () => updates.forEach((update) => Y.applyUpdate(doc, update, this))
      applyAsItCame(
        doc,
        () => updates,
        this,
        () => doc.transact(apply, this),
      )
      for (const { key } of copy.entries) this.#known.add(key)
    }
    this.#loaded = true
    this.#write()
    return copy && copy.entries.length > 0 ? 'loaded' : 'empty'
  }

  async #writeSpell(start: SpellStart | null): Promise<void> {
    // It belongs to a copy, which may only be made now.
    await this.#settled()
    const copyId = this.#copyId
    if (this.#over || copyId === undefined) return
    await writeSpell(await this.#connect(), { documentId: this.#documentId, copyId, start })
  }

  #connect(): Promise<IDBDatabase> {
    // Through a promise, so that a factory that throws when touched (cookies denied) only rejects.
    this.#opening ??= Promise.resolve()
      .then(() => openLocalDatabase(this.#factory()))
      .then((database) => this.#watch(database))
    this.#opening.catch(() => (this.#opening = undefined))
    return this.#opening
  }

  #watch(database: IDBDatabase): IDBDatabase {
    // A newer tab wants to upgrade the database: make room. What is kept stays kept.
    database.addEventListener('versionchange', () => {
      database.close()
      this.#end('untouchable')
      this.#listener()
    })
    // The browser closed it under us, as when the person clears the site's data: nothing is kept now.
    database.addEventListener('close', () => {
      this.#opening = undefined
      this.#copyId = undefined
      this.#known.clear()
      this.#keptUpTo = -1
      this.#fail(new Error('the browser closed the database'))
      this.#listener()
    })
    return database
  }

  async #settled(): Promise<void> {
    while (this.#writing) await this.#writing
  }

  #hasWork(): boolean {
    return this.#rewrite || this.#buffer.length > 0
  }

  #write(): void {
    // While broken, the timer is that of the next try.
    if (this.#over || this.#writing || !this.#loaded || this.#broken || !this.#hasWork()) return
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#startWriting()
  }

  #startWriting(): void {
    this.#writing = this.#writeOnce().finally(() => {
      this.#writing = undefined
      this.#write()
    })
  }

  async #writeOnce(): Promise<void> {
    const doc = this.#doc
    if (!doc) return
    try {
      const database = await this.#connect()
      const compact = this.#rewrite || this.#known.size >= compactAtEntries
      const updates = compact ? [Y.encodeStateAsUpdate(doc)] : this.#buffer
      const upTo = this.#appended
      this.#buffer = []
      const write: EntryWrite = {
        documentId: this.#documentId,
        copyId: this.#copyId,
        schemaVersion,
        updates,
        replaces: compact ? [...this.#known] : [],
      }
      const written = await writeEntry(database, write)
      if (!written) {
        this.#end('deleted')
        this.#keptUpTo = -1
        return
      }
      this.#copyId = written.copyId
      if (compact) this.#known.clear()
      this.#known.add(written.key)
      this.#loaded = true
      this.#keptUpTo = upTo
      this.#rewrite = false
      this.#broken = false
      this.#retryMs = firstRetryMs
    } catch (error) {
      this.#fail(error)
    } finally {
      this.#listener()
    }
  }

  // The next write then takes the doc's whole state, so nothing has to be held for it meanwhile.
  #fail(error: unknown): void {
    if (this.#over) return
    if (!this.#broken) console.warn('The copy on this device cannot be written', error)
    this.#broken = true
    this.#rewrite = true
    this.#buffer = []
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => {
      if (!this.#over && !this.#writing) this.#startWriting()
    }, this.#retryMs)
    this.#retryMs = Math.min(this.#retryMs * 2, longestRetryMs)
  }

  #end(how: 'closed' | 'deleted' | 'untouchable'): void {
    clearTimeout(this.#timer)
    this.#over = how
    this.#buffer = []
  }
}
