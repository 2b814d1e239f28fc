import * as Y from 'yjs'

import { blockChanges, type BlockChange, type Deed } from '#features/merge-receipt/block-changes'
import type { IdRange } from '#features/merge-receipt/letter-ids'
import { partsInWords } from '#features/merge-receipt/words-of-runs'
import {
  standingText,
  type Cut,
  type LetterRun,
  type StandingBlock,
} from '#features/merge-receipt/standing-text'

/** States of one document around a spell without the server; all Yjs V1 updates. */
export type MergedSpell = {
  /** Whole, as it was when last in step with the server but for what is cut from it. */
  readonly base: Uint8Array
  readonly cut: Cut | null
  /** Whole, with what was written here. */
  readonly mine: Uint8Array
  /** What the server told on return; to be applied to `base`. */
  readonly theirs: readonly Uint8Array[]
  /** How many of these are in `mine` too: they had come when the connection went once more. */
  readonly theirsInMine: number
  /** Whole, with both. */
  readonly merged: Uint8Array
  /** Milliseconds since the epoch. */
  readonly since: number
  readonly until: number
}

/** Where something is to be found in the live document, whatever is written there meanwhile. */
export type Place = {
  /** Pieces around it, the outermost first. */
  readonly path: readonly Y.ID[]
  /** Letters in the last of these, in their order; none where the place is known by its words alone. */
  readonly letters: readonly IdRange[]
  /** What stood there after the merge; empty where it is gone. */
  readonly words: string
}

export type ReceiptLine = {
  /** Of one receipt. */
  readonly id: string
  readonly deeds: readonly Deed[]
  readonly place: Place
  /** The words of the block as it is now; empty where it is gone. */
  readonly now: string
  readonly came: Y.ID | null
  readonly went: Y.ID | null
}

/** What became of an edit of one's own: it is as it was made, others have moved it, or its words are in no block any more. */
export type Landing = 'there' | 'moved' | 'lost'

export type OwnLine = ReceiptLine & {
  readonly landing: Landing
  /** What was written and is nowhere now; empty where it is. */
  readonly lost: string
}

/** A place that both have touched. */
export type Spot = {
  readonly id: string
  readonly mine: readonly OwnLine[]
  readonly theirs: readonly ReceiptLine[]
  readonly place: Place
  readonly now: string
}

export type Receipt = {
  readonly since: number
  readonly until: number
  readonly spots: readonly Spot[]
  /** Outside of the spots. */
  readonly theirs: readonly ReceiptLine[]
  readonly mine: readonly OwnLine[]
  /** Altogether. */
  readonly counts: { readonly theirs: number; readonly mine: number; readonly spots: number }
}

/** What a merge did; null where only one side had changed anything. */
export function mergeReceipt(spell: MergedSpell): Receipt | null {
  const { base, cut, mine, theirs, merged, since, until } = spell
  const stood = opened([base])
  const before = standingText(stood, cut)
  const early = theirs.slice(0, spell.theirsInMine)
  const beforeOwn = early.length === 0 ? before : standing(opened([base, ...early]), cut)
  const own = blockChanges(beforeOwn, standing(opened([mine])))
  const others = own.length === 0 ? [] : blockChanges(before, standing(opened([base, ...theirs]), cut))
  stood.destroy()
  if (own.length === 0 || others.length === 0) return null
  const result = new MergedText(standing(opened([merged])), others)
  const ownLines = own.map((change, index) => result.ownLine(change, `own-${index}`))
  const otherLines = others.map((change, index) => result.line(change, `other-${index}`))
  const groups = sharedSpots(own, others, result)
  const spots = groups.map((group, index): Spot => {
    const [mine, theirs] = [group.own.map((at) => ownLines[at]!), group.others.map((at) => otherLines[at]!)]
    const first = mine.find(({ landing }) => landing !== 'lost') ?? mine[0]!
    return { id: `spot-${index}`, mine, theirs, place: first.place, now: first.now }
  })
  const inSpots = new Set(spots.flatMap(({ mine, theirs }) => [...mine, ...theirs].map(({ id }) => id)))
  return {
    since,
    until,
    spots,
    theirs: otherLines.filter(({ id }) => !inSpots.has(id)),
    mine: ownLines.filter(({ id }) => !inSpots.has(id)),
    counts: { theirs: others.length, mine: own.length, spots: spots.length },
  }
}

function opened(updates: readonly Uint8Array[]): Y.Doc {
  const doc = new Y.Doc({ gc: false })
  doc.transact(() => {
    for (const update of updates) Y.applyUpdate(doc, update)
  })
  return doc
}

function standing(doc: Y.Doc, cut: Cut | null = null): StandingBlock[] {
  const blocks = standingText(doc, cut)
  doc.destroy()
  return blocks
}

/** The document after the merge, to be asked where edits are in it. */
class MergedText {
  readonly #blocks: readonly StandingBlock[]
  readonly #byKey: ReadonlyMap<string, StandingBlock>
  /** By the key of before: what others have made of a block. */
  readonly #madeOf = new Map<string, StandingBlock | null>()
  readonly #indices: ReadonlyMap<string, number>

  constructor(blocks: readonly StandingBlock[], others: readonly BlockChange[]) {
    this.#blocks = blocks
    this.#byKey = new Map(blocks.map((block) => [block.key, block]))
    this.#indices = new Map(blocks.map(({ key }, index) => [key, index]))
    for (const { touches, after } of others) for (const key of touches) this.#madeOf.set(key, after)
  }

  line({ before, after, letters, deeds, came, went }: BlockChange, id: string): ReceiptLine {
    const block = this.#now(after) ?? this.#now(before)
    const { path } = block ?? after ?? before ?? { path: [] }
    const place = { path, letters: block ? lettersIn(block, letters) : [], words: block?.text ?? '' }
    return { id, deeds, place, now: block?.text ?? '', came, went }
  }

  ownLine(change: BlockChange, id: string): OwnLine {
    const { letters, before, after } = change
    const line = this.line(change, id)
    const words = after ? partsInWords(after.runs, letters) : ''
    const at = this.#blockOf(change)
    if (at) {
      const landing = after && at.key === after.key && !this.#hasBecome(before) ? 'there' : 'moved'
      const place = { path: at.path, letters: lettersIn(at, letters), words: at.text }
      return { ...line, place, now: at.text, landing, lost: '' }
    }
    if (after === null || words.trim() === '') return { ...line, landing: 'there', lost: '' }
    // The letters are gone with their block; the words may stand in what others made of it.
    const made = before && this.#now(this.#madeOf.get(before.key) ?? null)
    if (made && letters.every(({ text }) => made.text.includes(text.trim())))
      return {
        ...line,
        place: { path: made.path, letters: [], words: made.text },
        now: made.text,
        landing: 'moved',
        lost: '',
      }
    return { ...line, landing: 'lost', lost: words }
  }

  /** Whether two changes put new blocks next to each other. */
  areNeighbours(one: BlockChange, other: BlockChange): boolean {
    if (one.before || other.before || !one.after || !other.after) return false
    const [first, second] = [this.#indices.get(one.after.key), this.#indices.get(other.after.key)]
    return first !== undefined && second !== undefined && Math.abs(first - second) === 1
  }

  /** Where a change is now; null where it is in no block. */
  indexOf(change: BlockChange): number | null {
    const block = this.#blockOf(change) ?? this.#now(change.after)
    return block ? (this.#indices.get(block.key) ?? null) : null
  }

  #hasBecome(block: StandingBlock | null): boolean {
    return block !== null && this.#madeOf.has(block.key) && this.#madeOf.get(block.key)?.key !== block.key
  }

  #now(block: StandingBlock | null): StandingBlock | null {
    return block && (this.#byKey.get(block.key) ?? null)
  }

  #blockOf({ letters, after }: BlockChange): StandingBlock | null {
    const [first] = letters
    if (!first) return null
    // Mostly where they were written: the others are looked through for the rest.
    const same = this.#now(after)
    if (same && isIn(same, first.id)) return same
    return this.#blocks.find((block) => isIn(block, first.id)) ?? null
  }
}

function isIn({ runs }: StandingBlock, { client, clock }: Y.ID): boolean {
  return runs.some(
    ({ id, text }) => id.client === client && clock >= id.clock && clock < id.clock + text.length,
  )
}

/** Which of some letters stand in a block. */
function lettersIn({ runs }: StandingBlock, letters: readonly LetterRun[]): IdRange[] {
  return runs.flatMap((run) =>
    letters.flatMap(({ id: { client, clock }, text }) => {
      if (client !== run.id.client) return []
      const from = Math.max(clock, run.id.clock)
      const length = Math.min(clock + text.length, run.id.clock + run.text.length) - from
      return length > 0 ? [{ client, clock: from, length }] : []
    }),
  )
}

type Group = { readonly own: number[]; readonly others: number[] }

/** Changes of both sides that concern the same words, or stand side by side; each change in one group at most. */
function sharedSpots(
  own: readonly BlockChange[],
  others: readonly BlockChange[],
  result: MergedText,
): Group[] {
  const byKey = new Map<string, number[]>()
  const byIndex = new Map<number, number>()
  others.forEach((change, index) => {
    for (const key of change.touches) byKey.set(key, [...(byKey.get(key) ?? []), index])
    const at = change.before ? null : result.indexOf(change)
    if (at !== null) byIndex.set(at, index)
  })
  const groupOf = new Map<number, Group>()
  const groups = new Set<Group>()
  own.forEach((change, index) => {
    const met = new Set(change.touches.flatMap((key) => byKey.get(key) ?? []))
    const at = result.indexOf(change)
    for (const beside of at === null ? [] : [at - 1, at + 1]) {
      const other = byIndex.get(beside)
      if (other !== undefined && result.areNeighbours(change, others[other]!)) met.add(other)
    }
    if (met.size === 0) return
    const group: Group = { own: [index], others: [...met] }
    for (const other of met) {
      const known = groupOf.get(other)
      if (!known || known === group) continue
      group.own.unshift(...known.own)
      for (const one of known.others) if (!group.others.includes(one)) group.others.push(one)
      groups.delete(known)
    }
    for (const other of group.others) groupOf.set(other, group)
    groups.add(group)
  })
  return [...groups]
}
