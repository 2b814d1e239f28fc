import type { JournalEntry } from '#storage/document-update-store'
import type { Placed } from '#storage/shared-document-update-store'
import { StorageError } from '#storage/storage-error'

export type AppendWriter = {
  /** @returns where they came, each document once */
  readonly append: (entries: readonly JournalEntry[]) => Promise<readonly Placed[]>
  readonly seed: (entry: JournalEntry) => Promise<boolean>
}

type Call = {
  readonly entries: readonly JournalEntry[]
  /** Not to be written where the document exists by then. */
  readonly seed: boolean
  readonly resolve: (written: Written) => void
  readonly reject: (error: unknown) => void
}

/** `isNew`: of a seed. */
type Written = { readonly isNew: boolean; readonly places: readonly Placed[] }

const nowhere: readonly Placed[] = []

/** Puts batches one after the other: what comes while one is on its way becomes the next. */
export class AppendQueue {
  readonly #writer: AppendWriter
  #waiting: Call[] = []
  #busy = false
  #closed = false
  /** Settles with the newest call, and so behind all before it. */
  #newest: Promise<unknown> = Promise.resolve()

  constructor(writer: AppendWriter) {
    this.#writer = writer
  }

  /** @returns where they came, each document once */
  async append(entries: readonly JournalEntry[]): Promise<readonly Placed[]> {
    return entries.length > 0 ? (await this.#put(entries, false)).places : nowhere
  }

  /** False where the document exists. */
  async seed(entry: JournalEntry): Promise<boolean> {
    return (await this.#put([entry], true)).isNew
  }

  /** Resolves once everything put in so far has been written or has failed. */
  async settled(): Promise<void> {
    await this.#newest.catch(() => undefined)
  }

  /** Writes what was put in and refuses what comes. */
  close(): Promise<void> {
    this.#closed = true
    return this.settled()
  }

  #put(entries: readonly JournalEntry[], seed: boolean): Promise<Written> {
    if (this.#closed) return Promise.reject(new StorageError('unavailable', 'the store is closed'))
    const written = new Promise<Written>((resolve, reject) => {
      this.#waiting.push({ entries, seed, resolve, reject })
    })
    this.#newest = written
    if (!this.#busy) void this.#write()
    return written
  }

  async #write(): Promise<void> {
    this.#busy = true
    while (this.#waiting.length > 0) {
      const calls = this.#takeTogether()
      try {
        // oxlint-disable-next-line no-await-in-loop -- in the order in which they came
        const written = await this.#writeOnce(calls)
        for (const [at, { resolve }] of calls.entries()) resolve(written[at] as Written)
      } catch (error) {
        for (const { reject } of calls) reject(error)
      }
    }
    this.#busy = false
  }

  /** A seed is written alone, since whether it counts is known afterwards only. */
  #takeTogether(): Call[] {
    const firstSeed = this.#waiting.findIndex(({ seed }) => seed)
    const count = firstSeed < 0 ? this.#waiting.length : Math.max(firstSeed, 1)
    return this.#waiting.splice(0, count)
  }

  /** @returns of each call */
  async #writeOnce(calls: readonly Call[]): Promise<readonly Written[]> {
    const [first] = calls
    if (first?.seed)
      return [{ isNew: await this.#writer.seed(first.entries[0] as JournalEntry), places: nowhere }]
    const placed = await this.#writer.append(calls.flatMap(({ entries }) => entries))
    if (calls.length === 1) return [{ isNew: false, places: placed }]
    const ends = new Map(placed.map(({ id, lastSequence, added }) => [id, lastSequence - added]))
    return calls.map(({ entries }) => ({ isNew: false, places: takePlaces(entries, ends) }))
  }
}

/** `ends`: where each document's entries ended before; moved behind these. */
function takePlaces(entries: readonly JournalEntry[], ends: Map<string, number>): Placed[] {
  const counts = new Map<string, number>()
  for (const { documentId } of entries) counts.set(documentId, (counts.get(documentId) ?? 0) + 1)
  return Array.from(counts).flatMap(([id, added]) => {
    const end = ends.get(id)
    if (end === undefined) return []
    ends.set(id, end + added)
    return [{ id, lastSequence: end + added, added }]
  })
}
