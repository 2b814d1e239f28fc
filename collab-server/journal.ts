import type { Metrics } from '#collab-server/metrics/metrics'
import { Pacer } from '#collab-server/pacer'
import { ProtocolError } from '#protocol/protocol-error'
import type { DocumentUpdateStore, JournalEntry } from '#storage/document-update-store'
import type { Placed, SharedDocumentUpdateStore } from '#storage/shared-document-update-store'

/** Whoever puts entries into the journal; hears of them in the order in which it put them. */
export interface JournalMember {
  /**
   * Its next `count` entries are on disk; `sequences`: where each came, of a store to which others write too. Where it
   * throws, `commitFailed` is told of that, and nobody else.
   */
  committed(count: number, sequences?: readonly number[]): void
  /** None of its entries that still wait will ever be. Not to throw. */
  commitFailed(error: unknown): void
}

/** `shared`: the same store where others write to it too. */
export type JournalStore = Pick<DocumentUpdateStore, 'append'> & {
  readonly shared?: Pick<SharedDocumentUpdateStore, 'appendPlaced'> | undefined
}

/** Holds entries back for a while, to put them in together. */
export interface EntryHolder {
  /** Puts in what it holds. */
  release(): void
}

/**
 * Group commit: what arrives for all rooms while one transaction is on its way becomes the next one.
 * Nobody's `committed` is called before the entries are fsynced.
 */
export class Journal {
  readonly #store: JournalStore
  readonly #pacer: Pacer
  readonly #metrics: Metrics
  /** Two lists side by side: an object for each entry would be one more for each keystroke. */
  #waiting: JournalEntry[] = []
  #members: JournalMember[] = []
  #busy = false
  /** Who holds something back that is to come. */
  readonly #holders = new Set<EntryHolder>()
  /** Of those who asked since the last commit began. */
  #onDrained: (() => void)[] = []

  constructor(store: JournalStore, commitIntervalMs: number, metrics: Metrics) {
    this.#store = store
    this.#metrics = metrics
    this.#pacer = new Pacer(commitIntervalMs, () => void this.#commit())
  }

  append(entry: JournalEntry, member: JournalMember): void {
    this.#waiting.push(entry)
    this.#members.push(member)
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
    const members = this.#members
    const drained = this.#onDrained.splice(0)
    this.#waiting = []
    this.#members = []
    this.#busy = true
    await this.#write(batch, members)
    this.#busy = false
    for (const resolve of drained) resolve()
    if (this.#waiting.length > 0) return this.#pacer.request()
    for (const resolve of this.#onDrained.splice(0)) resolve()
  }

  /** `members`: whose each entry is. */
  async #write(batch: readonly JournalEntry[], members: readonly JournalMember[]): Promise<void> {
    const startedAt = performance.now()
    let places: readonly Placed[] | undefined
    try {
      const { shared } = this.#store
      if (shared) places = await shared.appendPlaced(batch)
      else await this.#store.append(batch)
      this.#metrics.commitSeconds.observe((performance.now() - startedAt) / 1_000)
      this.#metrics.entriesCommitted += batch.length
    } catch (error) {
      return this.#writeApart(batch, members, error)
    }
    const counts = new Map<JournalMember, number>()
    for (const member of members) counts.set(member, (counts.get(member) ?? 0) + 1)
    const sequences = places && sequencesOf(batch, members, places)
    for (const [member, count] of counts) {
      const own = sequences?.get(member)
      if (sequences && own?.length !== count) {
        this.#fail(member, new ProtocolError('gone', 'the document was removed meanwhile'))
        continue
      }
      try {
        member.committed(count, own)
      } catch (fault) {
        // A fault of one room is none of the others', nor of the next commit.
        this.#fail(member, fault)
      }
    }
  }

  /** One sick document must not take the others down: each gets a transaction of its own. */
  async #writeApart(
    batch: readonly JournalEntry[],
    members: readonly JournalMember[],
    error: unknown,
  ): Promise<void> {
    const different = new Set(members)
    for (const member of different) {
      if (different.size === 1) return this.#fail(member, error)
      const share = batch.filter((_entry, index) => members[index] === member)
      await this.#write(
        share,
        share.map(() => member),
      )
    }
  }

  #fail(member: JournalMember, error: unknown): void {
    this.#metrics.commitsFailed++
    // Later entries build on the lost ones, and their writers are told to send everything again.
    const members = this.#members
    this.#waiting = this.#waiting.filter((_entry, index) => members[index] !== member)
    this.#members = members.filter((other) => other !== member)
    member.commitFailed(error)
  }
}

/** Where each member's entries came; none of those that were not written. */
function sequencesOf(
  batch: readonly JournalEntry[],
  members: readonly JournalMember[],
  places: readonly Placed[],
): Map<JournalMember, number[]> {
  const next = new Map(places.map(({ id, lastSequence, added }) => [id, lastSequence - added + 1]))
  const sequences = new Map<JournalMember, number[]>()
  for (const [at, { documentId }] of batch.entries()) {
    const sequence = next.get(documentId)
    const member = members[at]
    if (sequence === undefined || !member) continue
    next.set(documentId, sequence + 1)
    const own = sequences.get(member)
    if (own) own.push(sequence)
    else sequences.set(member, [sequence])
  }
  return sequences
}
