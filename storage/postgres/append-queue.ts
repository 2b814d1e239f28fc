import type { JournalEntry } from '#storage/document-update-store'
import { StorageError } from '#storage/storage-error'

export type AppendWriter = {
  readonly append: (entries: readonly JournalEntry[]) => Promise<void>
  readonly seed: (entry: JournalEntry) => Promise<boolean>
}

type Call = {
  readonly entries: readonly JournalEntry[]
  /** Not to be written where the document exists by then. */
  readonly seed: boolean
  readonly resolve: (written: boolean) => void
  readonly reject: (error: unknown) => void
}

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

  async append(entries: readonly JournalEntry[]): Promise<void> {
    if (entries.length > 0) await this.#put(entries, false)
  }

  /** False where the document exists. */
  seed(entry: JournalEntry): Promise<boolean> {
    return this.#put([entry], true)
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

  #put(entries: readonly JournalEntry[], seed: boolean): Promise<boolean> {
    if (this.#closed) return Promise.reject(new StorageError('unavailable', 'the store is closed'))
    const written = new Promise<boolean>((resolve, reject) => {
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
        for (const { resolve } of calls) resolve(written)
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

  async #writeOnce(calls: readonly Call[]): Promise<boolean> {
    const [first] = calls
    if (first?.seed) return this.#writer.seed(first.entries[0] as JournalEntry)
    await this.#writer.append(calls.flatMap(({ entries }) => entries))
    return true
  }
}
