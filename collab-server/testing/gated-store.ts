import type { DocumentUpdateStore } from '#storage/document-update-store'
import { StorageError } from '#storage/storage-error'

type Gate = { readonly open: () => void; readonly opened: Promise<void> }

/** A store before a real one that a test can hold up or let fail at its appends and loads. */
export class GatedStore implements DocumentUpdateStore {
  readonly #inner: DocumentUpdateStore
  #gate: Gate | undefined
  /** Batches with an entry of such a document are refused. */
  failsFor: (documentId: string) => boolean = () => false
  /** How many entries each append brought. */
  readonly batches: number[] = []

  constructor(inner: DocumentUpdateStore) {
    this.#inner = inner
  }

  /** Nothing is loaded or appended until `release`. */
  hold(): void {
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#gate = { open: resolve, opened: promise }
  }

  release(): void {
    this.#gate?.open()
    this.#gate = undefined
  }

  append: DocumentUpdateStore['append'] = async (entries) => {
    this.batches.push(entries.length)
    await this.#gate?.opened
    if (entries.some(({ documentId }) => this.failsFor(documentId))) {
      throw new StorageError('unavailable', 'database or disk is full')
    }
    return this.#inner.append(entries)
  }

  load: DocumentUpdateStore['load'] = async (documentId) => {
    await this.#gate?.opened
    return this.#inner.load(documentId)
  }

  loadPacked: DocumentUpdateStore['loadPacked'] = async (documentId) => {
    await this.#gate?.opened
    return this.#inner.loadPacked(documentId)
  }

  seed: DocumentUpdateStore['seed'] = (entry) => this.#inner.seed(entry)
  compact: DocumentUpdateStore['compact'] = (...args) => this.#inner.compact(...args)
  readEntries: DocumentUpdateStore['readEntries'] = (...args) => this.#inner.readEntries(...args)
  loadRecord: DocumentUpdateStore['loadRecord'] = (...args) => this.#inner.loadRecord(...args)
  findBounds: DocumentUpdateStore['findBounds'] = (documentId) => this.#inner.findBounds(documentId)
  forget: DocumentUpdateStore['forget'] = (entry) => this.#inner.forget(entry)
  findForgettable: DocumentUpdateStore['findForgettable'] = (before) => this.#inner.findForgettable(before)
  measure: DocumentUpdateStore['measure'] = (documentId) => this.#inner.measure(documentId)
  measureAll: DocumentUpdateStore['measureAll'] = () => this.#inner.measureAll()
  remove: DocumentUpdateStore['remove'] = (documentId) => this.#inner.remove(documentId)
  putProjection: DocumentUpdateStore['putProjection'] = (projection) => this.#inner.putProjection(projection)
  readProjections: DocumentUpdateStore['readProjections'] = (...args) => this.#inner.readProjections(...args)
  findLongLogs: DocumentUpdateStore['findLongLogs'] = (count) => this.#inner.findLongLogs(count)
  findStaleProjections: DocumentUpdateStore['findStaleProjections'] = () => this.#inner.findStaleProjections()
  close: DocumentUpdateStore['close'] = () => this.#inner.close()
}
