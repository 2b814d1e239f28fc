import type { Metrics } from '#collab-server/metrics/metrics'
import { Pacer } from '#collab-server/pacer'
import type { DocumentUpdateStore, JournalEntry } from '#storage/document-update-store'

/** Whoever puts entries into the journal; hears of them in the order in which it put them. */
export interface JournalMember {
  /** Its next `count` entries are on disk. */
  committed(count: number): void
  /** None of its entries that still wait will ever be. */
  commitFailed(error: unknown): void
}

/** Holds entries back for a while, to put them in together. */
export interface EntryHolder {
  /** Puts in what it holds. */
  release(): void
}

type Waiting = { readonly entry: JournalEntry; readonly member: JournalMember }

/**
 * Group commit: what arrives for all rooms while one transaction is on its way becomes the next one.
 * Nobody's `committed` is called before the entries are fsynced.
 */
export class Journal {
  readonly #store: Pick<DocumentUpdateStore, 'append'>
  readonly #pacer: Pacer
  readonly #metrics: Metrics
  #waiting: Waiting[] = []
  #busy = false
  /** Who holds something back that is to come. */
  readonly #holders = new Set<EntryHolder>()
  /** Of those who asked since the last commit began. */
  #onDrained: (() => void)[] = []

  constructor(store: Pick<DocumentUpdateStore, 'append'>, commitIntervalMs: number, metrics: Metrics) {
    this.#store = store
    this.#metrics = metrics
    this.#pacer = new Pacer(commitIntervalMs, () => void this.#commit())
  }

  append(entry: JournalEntry, member: JournalMember): void {
    this.#waiting.push({ entry, member })
    if (!this.#busy) this.#pacer.request()
  }

  /** This one holds something back, until {@link unhold}: it belongs to what is drained. */
  hold(holder: EntryHolder): void {
    this.#holders.add(holder)
  }

  unhold(holder: EntryHolder): void {
    this.#holders.delete(holder)
  }

  /** Resolves once everything put in or held so far is committed or has failed, whatever comes meanwhile. */
  drain(): Promise<void> {
    for (const holder of this.#holders) holder.release()
    if (!this.#busy && this.#waiting.length === 0) return Promise.resolve()
    return new Promise((resolve) => this.#onDrained.push(resolve))
  }

  async #commit(): Promise<void> {
    const batch = this.#waiting
    const drained = this.#onDrained.splice(0)
    this.#waiting = []
    this.#busy = true
    await this.#write(batch)
    this.#busy = false
    for (const resolve of drained) resolve()
    if (this.#waiting.length > 0) return this.#pacer.request()
    for (const resolve of this.#onDrained.splice(0)) resolve()
  }

  async #write(batch: readonly Waiting[]): Promise<void> {
    const shares = Map.groupBy(batch, ({ member }) => member)
    const startedAt = performance.now()
    try {
      await this.#store.append(batch.map(({ entry }) => entry))
      this.#metrics.commitSeconds.observe((performance.now() - startedAt) / 1_000)
      this.#metrics.entriesCommitted += batch.length
    } catch (error) {
      if (shares.size > 1) {
        // One sick document must not take the others down: each gets a transaction of its own.
        for (const share of shares.values()) await this.#write(share)
        return
      }
      for (const member of shares.keys()) this.#fail(member, error)
      return
    }
    for (const [member, share] of shares) member.committed(share.length)
  }

  #fail(member: JournalMember, error: unknown): void {
    // Later entries build on the lost ones, and their writers are told to send everything again.
    this.#waiting = this.#waiting.filter((waiting) => waiting.member !== member)
    member.commitFailed(error)
  }
}
