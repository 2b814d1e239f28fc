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

/**
 * A document's newest sequence. An example: an entry of `d1` comes. If its place is known, the call holds it
 * (`holders` 1) and lines up; if not, the database is asked first, and what comes for `d1` meanwhile lines up
 * behind the question. Once the batch is on disk, the sequence moves and the call lets go.
 *
 * Places are kept in two generations. `d1` is in the younger; when that has `maxPlaces` it becomes the older,
 * and the older before it is dropped, but for places that a call holds: those move on, or two calls could
 * count from two places. Whoever is used again comes into the younger.
 */
type Place = {
  sequence: number
  /** By which the journal names the document besides its id; made with its first entry. */
  key: Uint8Array | undefined
  /** How many calls hold it; it is not forgotten meanwhile. */
  holders: number
}

type Call = {
  readonly entries: readonly JournalEntry[]
  /** Of each entry's document, held until the call is settled. */
  readonly places: Place[]
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
  /** Keys, in hexadecimal, of documents that take no entry; mostly there are none. */
  readonly #refused = new Set<string>()

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
    this.#refused.delete(keyOf(documentId, place))
  }

  /** By the key of a document that was found damaged: what came of it now would be lost with the rest. */
  refuse(key: string): void {
    this.#refused.add(key)
  }

  /** Resolves once everything put in so far has been written or has failed. */
  settled(): Promise<void> {
    if (!this.#lookups && !this.#busy) return Promise.resolve()
    return new Promise((resolve) => {
      const done = (): void => resolve()
      this.#line({ entries: [], places: [], seed: false, resolve: done, reject: done })
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
    if (this.#refused.size > 0 && entries.some((entry) => this.#isRefused(entry)))
      return Promise.reject(new StorageError('damaged', 'the journal lost an entry of the document'))
    return new Promise((resolve, reject) => this.#line({ entries, places: [], seed, resolve, reject }))
  }

  #isRefused({ documentId }: JournalEntry): boolean {
    return this.#refused.has(keyOf(documentId, this.#find(documentId)))
  }

  #line(call: Call): void {
    const { entries } = call
    if ((entries.length > 0 || !this.#lookups) && this.#holdKnown(call)) return this.#enqueue(call)
    const lookups = this.#lookUp(call, this.#lookups).finally(() => {
      if (this.#lookups === lookups) this.#lookups = undefined
    })
    this.#lookups = lookups
  }

  /** Holds the places of all its documents, or of none where one is not known. */
  #holdKnown(call: Call): boolean {
    for (const { documentId } of call.entries) {
      const place = this.#find(documentId)
      if (!place) {
        release(call)
        return false
      }
      hold(call, place)
    }
    return true
  }

  /** One after the other, so that nobody's entries overtake earlier ones of the same document. */
  async #lookUp(call: Call, before: Promise<void> | undefined): Promise<void> {
    await before
    try {
      for (const { documentId } of call.entries) {
        const place = this.#find(documentId) ?? (await this.#ask(documentId))
        // At once: looking the next one up may let those be forgotten that nobody holds.
        hold(call, place)
      }
    } catch (error) {
      release(call)
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
      for (const call of calls) release(call)
    }
    this.#busy = false
  }

  /** All in one batch. Sequences count only once the batch is on disk. */
  async #writeTogether(calls: readonly Call[]): Promise<void> {
    const batch = new BatchShares()
    const outcomes = calls.map(({ entries, places, seed }) => {
      for (const [index, entry] of entries.entries()) {
        const place = places[index] as Place
        if (seed && batch.lastSequence(place) > 0) return false
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
    for (const { place, firstSequence, entries } of batch.shares)
      place.sequence = firstSequence + entries.length - 1
    for (const [index, { resolve }] of calls.entries()) resolve(outcomes[index] === true)
  }

  async #writeBatch(batch: JournalBatch): Promise<void> {
    const refusal = this.#options.refusal()
    if (refusal) throw refusal
    await this.#options.writer.write(batch)
    this.#options.onWritten(batch.bytes.byteLength)
  }

  /** Of a document that was used lately or is held; it counts as used now. */
  #find(documentId: string): Place | undefined {
    const young = this.#places.get(documentId)
    if (young) return young
    const place = this.#olderPlaces.get(documentId)
    if (place) this.#keep(documentId, place)
    return place
  }

  async #ask(documentId: string): Promise<Place> {
    const sequence = await this.#options.findLastSequence(documentId)
    // A load may have found it meanwhile.
    this.noteSequence(documentId, sequence)
    return this.#find(documentId) as Place
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

type OpenShare = Share & { readonly place: Place; readonly entries: JournalEntry[]; bytes: number }

/** The entries of a batch by document, each document's in the order in which they came. */
class BatchShares {
  readonly shares: OpenShare[] = []
  readonly #newest = new Map<Place, OpenShare>()

  lastSequence(place: Place): number {
    const newest = this.#newest.get(place)
    return newest ? newest.firstSequence + newest.entries.length - 1 : place.sequence
  }

  add(entry: JournalEntry, place: Place): void {
    const { documentId, update } = entry
    let share = this.#newest.get(place)
    if (!share || share.entries.length >= maxRunEntries || share.bytes + update.byteLength > maxRunBytes) {
      const firstSequence = this.lastSequence(place) + 1
      const key = (place.key ??= documentKey(documentId))
      share = { documentId, key, firstSequence, place, entries: [], bytes: 0 }
      this.shares.push(share)
      this.#newest.set(place, share)
    }
    share.entries.push(entry)
    share.bytes += update.byteLength
  }
}

/** In hexadecimal. */
function keyOf(documentId: string, place: Place | undefined): string {
  return Buffer.from(place?.key ?? documentKey(documentId)).toString('hex')
}

function hold({ places }: Call, place: Place): void {
  place.holders++
  places.push(place)
}

function release({ places }: Call): void {
  for (const place of places.splice(0)) place.holders--
}

function isNameTooLong({ documentId, userId, sessionId }: JournalEntry): boolean {
  // A character is up to three bytes for each unit of its length.
  return Math.max(documentId.length, userId.length, sessionId.length) * 3 > maxNameBytes
}
