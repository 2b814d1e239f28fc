import type { JournalEntry } from '#storage/document-update-store'
import { documentKey, JournalBatch, maxNameBytes, type Share } from '#storage/journal/journal-batch'
import type { JournalWriter } from '#storage/journal/journal-writer'
import { maxRunBytes, maxRunEntries } from '#storage/run-codec'
import { StorageError } from '#storage/storage-error'

export type JournalQueueOptions = {
  readonly writer: Pick<JournalWriter, 'write'>
  /** Sequence of a document's newest entry on disk, 0 where there is none. */
  readonly findLastSequence: (documentId: string) => Promise<number>
  /** Why nothing may be written now, if so. */
  readonly refusal: () => StorageError | undefined
  readonly onWritten: (byteCount: number) => void
}

/** A document's newest sequence. */
type Place = {
  sequence: number
  /** By which the journal names the document besides its id; made with its first entry. */
  key: Uint8Array | undefined
  /** How many calls hold it; it is not forgotten meanwhile. */
  holders: number
}

type Call = {
  readonly entries: readonly JournalEntry[]
  /** Not to be written where the document exists by then. */
  readonly seed: boolean
  readonly resolve: (written: boolean) => void
  readonly reject: (error: unknown) => void
}

/** So many documents' places are remembered twice over; of the others the database is asked. */
const maxPlaces = 10_000

/**
 * Gives entries their sequence and puts them to the writer: what comes while a batch is on its way becomes
 * the next one. Of each document it knows the newest sequence, else it asks before.
 */
export class JournalQueue {
  readonly #options: JournalQueueOptions
  /** Two generations, of which the older goes once the younger is full: a bound without a list of uses. */
  #places = new Map<string, Place>()
  #olderPlaces = new Map<string, Place>()
  #waiting: Call[] = []
  /** Calls whose documents have to be looked up first, one after the other. */
  #lookups: Promise<void> | undefined
  #busy = false
  #closed = false

  constructor(options: JournalQueueOptions) {
    this.#options = options
  }

  async append(entries: readonly JournalEntry[]): Promise<void> {
    if (entries.length > 0) await this.#put(entries, false)
  }

  /** False where the document exists. */
  seed(entry: JournalEntry): Promise<boolean> {
    return this.#put([entry], true)
  }

  /** Takes note of what a load found, where nothing newer is known. */
  noteSequence(documentId: string, sequence: number): void {
    if (!this.#find(documentId)) this.#keep(documentId, { sequence, key: undefined, holders: 0 })
  }

  /** The document was removed: its next entry is its first. */
  forget(documentId: string): void {
    const place = this.#find(documentId)
    if (place) place.sequence = 0
  }

  /** Resolves once everything put in so far has been written or has failed. */
  settled(): Promise<void> {
    if (!this.#lookups && !this.#busy) return Promise.resolve()
    return new Promise((resolve) => {
      const done = (): void => resolve()
      this.#line({ entries: [], seed: false, resolve: done, reject: done })
    })
  }

  /** Writes what was put in and refuses what comes. */
  close(): Promise<void> {
    this.#closed = true
    return this.settled()
  }

  #put(entries: readonly JournalEntry[], seed: boolean): Promise<boolean> {
    if (this.#closed) return Promise.reject(new StorageError('unavailable', 'the store is closed'))
    if (entries.some(isNameTooLong))
      return Promise.reject(new StorageError('unavailable', 'a name is too long for the journal'))
    return new Promise((resolve, reject) => this.#line({ entries, seed, resolve, reject }))
  }

  #line(call: Call): void {
    const known = call.entries.every(({ documentId }) => this.#find(documentId))
    if (known && (call.entries.length > 0 || !this.#lookups)) {
      for (const { documentId } of call.entries) this.#place(documentId).holders++
      return this.#enqueue(call)
    }
    const lookups = this.#lookUp(call, this.#lookups).finally(() => {
      if (this.#lookups === lookups) this.#lookups = undefined
    })
    this.#lookups = lookups
  }

  /** One after the other, so that nobody's entries overtake earlier ones of the same document. */
  async #lookUp(call: Call, before: Promise<void> | undefined): Promise<void> {
    await before
    const held: Place[] = []
    try {
      for (const { documentId } of call.entries) {
        if (!this.#find(documentId))
          this.noteSequence(documentId, await this.#options.findLastSequence(documentId))
        // At once: looking the next one up may let those be forgotten that nobody holds.
        const place = this.#place(documentId)
        place.holders++
        held.push(place)
      }
    } catch (error) {
      for (const place of held) place.holders--
      return call.reject(error)
    }
    this.#enqueue(call)
  }

  /** The places of its documents are held. */
  #enqueue(call: Call): void {
    this.#waiting.push(call)
    if (!this.#busy) void this.#write()
  }

  async #write(): Promise<void> {
    this.#busy = true
    while (this.#waiting.length > 0) {
      const calls = this.#waiting
      this.#waiting = []
      await this.#writeTogether(calls)
      for (const { entries } of calls) for (const { documentId } of entries) this.#place(documentId).holders--
    }
    this.#busy = false
  }

  /** All in one batch. Sequences count only once the batch is on disk. */
  async #writeTogether(calls: readonly Call[]): Promise<void> {
    const batch = new BatchShares()
    const outcomes = calls.map(({ entries, seed }) => {
      for (const entry of entries) {
        const place = this.#place(entry.documentId)
        if (seed && batch.lastSequence(entry.documentId, place) > 0) return false
        batch.add(entry, place)
      }
      return true
    })
    try {
      if (batch.shares.length > 0) await this.#writeBatch(new JournalBatch(batch.shares))
    } catch (error) {
      for (const { reject } of calls) reject(error)
      return
    }
    for (const { documentId, firstSequence, entries } of batch.shares)
      this.#place(documentId).sequence = firstSequence + entries.length - 1
    for (const [index, { resolve }] of calls.entries()) resolve(outcomes[index] === true)
  }

  async #writeBatch(batch: JournalBatch): Promise<void> {
    const refusal = this.#options.refusal()
    if (refusal) throw refusal
    await this.#options.writer.write(batch)
    this.#options.onWritten(batch.bytes.byteLength)
  }

  #find(documentId: string): Place | undefined {
    return this.#places.get(documentId) ?? this.#olderPlaces.get(documentId)
  }

  /** Of a document that was looked up or is held. */
  #place(documentId: string): Place {
    const young = this.#places.get(documentId)
    if (young) return young
    const place = this.#olderPlaces.get(documentId)
    if (!place) throw new Error('a document was forgotten while its entries waited')
    this.#keep(documentId, place)
    return place
  }

  #keep(documentId: string, place: Place): void {
    if (this.#places.size >= maxPlaces) {
      const held = [...this.#olderPlaces].filter(([id, { holders }]) => holders > 0 && !this.#places.has(id))
      this.#olderPlaces = this.#places
      this.#places = new Map(held)
    }
    this.#places.set(documentId, place)
  }
}

type OpenShare = Share & { readonly entries: JournalEntry[]; bytes: number }

/** The entries of a batch by document, each document's in the order in which they came. */
class BatchShares {
  readonly shares: OpenShare[] = []
  readonly #newest = new Map<string, OpenShare>()

  lastSequence(documentId: string, place: Place): number {
    const newest = this.#newest.get(documentId)
    return newest ? newest.firstSequence + newest.entries.length - 1 : place.sequence
  }

  add(entry: JournalEntry, place: Place): void {
    const { documentId, update } = entry
    let share = this.#newest.get(documentId)
    if (!share || share.entries.length >= maxRunEntries || share.bytes + update.byteLength > maxRunBytes) {
      const firstSequence = this.lastSequence(documentId, place) + 1
      const key = (place.key ??= documentKey(documentId))
      share = { documentId, key, firstSequence, entries: [], bytes: 0 }
      this.shares.push(share)
      this.#newest.set(documentId, share)
    }
    share.entries.push(entry)
    share.bytes += update.byteLength
  }
}

function isNameTooLong({ documentId, userId, sessionId }: JournalEntry): boolean {
  // A character is up to three bytes for each unit of its length.
  return Math.max(documentId.length, userId.length, sessionId.length) * 3 > maxNameBytes
}
