import * as Y from 'yjs'

type Range = { readonly client: number; readonly clock: number; readonly length: number }

/** What of a state the server was not known to have, since it came just before the connection went. */
export type UnsentCut = {
  readonly client: number
  readonly clock: number
  readonly deleted: readonly Range[]
}

/** How the document stood when it was last in step with the server. */
export type SpellStart = {
  /** Yjs V1 update of all of it, with the edits that `cut` takes from it again. */
  readonly base: Uint8Array
  readonly cut: UnsentCut | null
  /** Milliseconds since the epoch. */
  readonly since: number
}

/** A spell without the server in which something was written here, and what came of it; all Yjs V1 updates. */
export type MergedSpell = SpellStart & {
  readonly mine: Uint8Array
  /** What the server told on return, as it came: read into the doc, the letters in deleted blocks are lost. */
  readonly theirs: readonly Uint8Array[]
  /** How many of these are in `mine` too: they had come when the connection went once more. */
  readonly theirsInMine: number
  readonly merged: Uint8Array
  readonly until: number
}

/** Keeps the start of a spell on this device, for whoever reloads the page in it; null forgets it. */
export type KeepStart = (start: SpellStart | null) => void

type Unsent = {
  readonly edit: number
  readonly at: number
  readonly client: number
  readonly clock: number
  readonly deleted: readonly Range[]
}

/**
 * Remembers how a document stood when the server was last heard of, if something is written before it is heard of again.
 * Nothing is copied while the connection holds, nor until the first key without it.
 */
export class OfflineSpells {
  readonly #doc: Y.Doc
  readonly #keep: KeepStart
  readonly #leastMs: number
  #unsent: Unsent[] = []
  /** Since when the server is away, until something is written. */
  #away: { since: number; cut: UnsentCut | null } | null = null
  #start: SpellStart | null = null
  #isFromBefore = false
  #mine: Uint8Array | null = null
  #theirs: Uint8Array[] = []
  #theirsInMine = 0

  /** @param leastMs shorter spells are none: nobody has noticed them */
  constructor(doc: Y.Doc, keep: KeepStart, leastMs: number) {
    this.#doc = doc
    this.#keep = keep
    this.#leastMs = leastMs
  }

  /** An own edit is done; `edit` rises. */
  edited(edit: number, { beforeState, deleteSet }: Y.Transaction): void {
    const deleted = [...deleteSet.clients].flatMap(([client, ranges]) =>
      ranges.map(({ clock, len }) => ({ client, clock, length: len })),
    )
    const { clientID: client } = this.#doc
    this.#unsent.push({ edit, at: Date.now(), client, clock: beforeState.get(client) ?? 0, deleted })
  }

  /** The server has all edits up to this one. */
  savedUpTo(edit: number): void {
    if (this.#unsent[0] && this.#unsent[0].edit <= edit)
      this.#unsent = this.#unsent.filter((one) => one.edit > edit)
  }

  /** The server is not heard of any more, or not yet. */
  left(now: number): void {
    if (this.#away) return
    // A return that broke off: what is written from here on is the spell's too.
    this.#mine = null
    if (this.#start) return
    this.#theirs = []
    const [first] = this.#unsent
    const cut = first && {
      client: first.client,
      clock: first.clock,
      deleted: this.#unsent.flatMap((one) => one.deleted),
    }
    this.#away = { since: first?.at ?? now, cut: cut ?? null }
    // Text that went just before is in the spell already.
    if (cut) this.#begin()
    else this.#doc.on('beforeTransaction', this.#onTransaction)
  }

  /** A spell that began before this page was loaded. */
  resume(start: SpellStart): void {
    this.#doc.off('beforeTransaction', this.#onTransaction)
    this.#away = null
    this.#start = start
    this.#isFromBefore = true
  }

  /** Call before an update of the server is read into the doc. */
  receiving(update: () => Uint8Array): void {
    if (this.#away) {
      this.#doc.off('beforeTransaction', this.#onTransaction)
      this.#away = null
    }
    if (!this.#start) return
    if (!this.#mine) {
      this.#mine = Y.encodeStateAsUpdate(this.#doc)
      this.#theirsInMine = this.#theirs.length
    }
    this.#theirs.push(update())
  }

  /** The server has told all that it had. @returns the spell, where there was one */
  returned(now: number): MergedSpell | null {
    const [start, mine, theirs, theirsInMine] = [this.#start, this.#mine, this.#theirs, this.#theirsInMine]
    const isLongEnough = start !== null && (this.#isFromBefore || now - start.since >= this.#leastMs)
    this.stop()
    if (!start) return null
    this.#keep(null)
    if (!mine || !isLongEnough) return null
    const merged = Y.encodeStateAsUpdate(this.#doc)
    return { ...start, mine, theirs, theirsInMine, merged, until: now }
  }

  stop(): void {
    this.#doc.off('beforeTransaction', this.#onTransaction)
    this.#away = this.#start = this.#mine = null
    this.#isFromBefore = false
    this.#theirs = []
  }

  // Before anything of it is in the doc; also of one that turns out to change nothing, which does no harm.
  readonly #onTransaction = (): void => this.#begin()

  #begin(): void {
    this.#doc.off('beforeTransaction', this.#onTransaction)
    if (!this.#away) return
    const { since, cut } = this.#away
    this.#away = null
    this.#start = { base: Y.encodeStateAsUpdate(this.#doc), cut, since }
    this.#keep(this.#start)
  }
}
