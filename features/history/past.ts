import type { Node, Schema } from '@tiptap/pm/model'
import * as Y from 'yjs'

import { broughtAtOnce } from '#features/history/brought-at-once'
import { Clocks, never } from '#features/history/clocks'
import { MovedLetters } from '#features/history/moved-letters'
import { pastSchema } from '#features/history/past-schema'
import { PastView, type Fate, type Moment } from '#features/history/past-view'
import { itemsIn, typeOf, walkItems } from '#features/history/shared-past'
import { lifeKinds, type DocumentLife, type LifeKind } from '#protocol/document-life'
import { documentField } from '#schema/document-fields'
import { readBody } from '#schema/read-nodes'

/** A block of the body at some moment. */
export type PastBlock = {
  /** The same for one block at all times. */
  readonly key: string
  readonly node: Node
  /** Of two versions compared. */
  readonly fate: Fate
  /** Whether it differs between them, if only in how it looks; undefined where that was not asked. */
  readonly isRestyled?: boolean
}

type TopBlock = {
  readonly key: string
  readonly item: Y.Item
  readonly element: Y.XmlElement
  /** Numbers of the entries that changed it, rising; made when it is first needed. */
  changes: Int32Array | undefined
  shown: { readonly index: number; readonly block: PastBlock | null } | undefined
}

/**
 * A document at every moment of its life, read from one shared document in which nothing is ever let go. Versions are the
 * numbers of entries: version n is what the first n made.
 */
export class Past {
  readonly life: DocumentLife
  readonly schema: Schema
  readonly #doc = new Y.Doc({ gc: false })
  readonly #clocks: Clocks
  readonly #blocks: TopBlock[] = []
  #movedLetters: MovedLetters | undefined
  #atOnce: ReadonlySet<number> | undefined

  /** @param colorOf of a person, by their place in the life */
  constructor(life: DocumentLife, colorOf: (person: number) => string) {
    this.life = life
    this.schema = pastSchema(colorOf)
    Y.applyUpdate(this.#doc, life.update)
    this.#clocks = new Clocks(life)
    for (const item of itemsIn(this.#doc.getXmlFragment(documentField.body))) {
      const element = typeOf(item)
      if (!(element instanceof Y.XmlElement)) continue
      const key = `${item.id.client}-${item.id.clock}`
      this.#blocks.push({ key, item, element, changes: undefined, shown: undefined })
    }
  }

  /** How many versions there are: the number of the newest. */
  get length(): number {
    return this.life.times.length
  }

  /** The oldest version that is kept: 1, unless older ones were forgotten. */
  get first(): number {
    return this.life.first
  }

  get clocks(): Clocks {
    return this.#clocks
  }

  /** Everything that was ever in it. */
  get doc(): Y.Doc {
    return this.#doc
  }

  get moved(): MovedLetters {
    return (this.#movedLetters ??= new MovedLetters(this.life, this.#doc))
  }

  /** The place in the life of who made an entry. */
  readonly writerOf = (sequence: number): number => this.life.writers[sequence - 1] ?? 0

  /** How an entry came. */
  readonly kindOf = (sequence: number): LifeKind => lifeKinds[this.life.kinds[sequence - 1] ?? 0] ?? 'written'

  /** The numbers of the entries by which somebody brought much at one moment, rising. */
  get atOnce(): ReadonlySet<number> {
    return (this.#atOnce ??= new Set(broughtAtOnce(this.life, this.moved)))
  }

  /** A version; blocks in which nothing has changed since the one asked for before are the same objects. */
  blocksAt(sequence: number): PastBlock[] {
    const view = this.#view({ at: sequence })
    return this.#blocks.flatMap((block) => {
      return this.#plain(block, sequence, view) ?? []
    })
  }

  /**
   * A version in which letters say who wrote them, or what became of an earlier one up to it. Blocks of which nothing is to
   * be said are those of `blocksAt`.
   */
  tracedBlocks(moment: Moment): PastBlock[] {
    const { at, since, withWriters = false } = moment
    const [view, plainView] = [this.#view(moment), this.#view({ at })]
    return this.#blocks.flatMap((block) => {
      const isSame =
        !withWriters && since !== undefined && this.#indexAt(block, since) === this.#indexAt(block, at)
      return (isSame ? this.#plain(block, at, plainView) : this.#read(block, view)) ?? []
    })
  }

  /** A version as the editor's schema has it: ProseMirror's JSON of the blocks. */
  blocksAsJson(sequence: number): { key: string; json: unknown }[] {
    return this.blocksAt(sequence).map(({ key, node }) => ({ key, json: node.toJSON() as unknown }))
  }

  destroy(): void {
    this.#doc.destroy()
  }

  #plain(block: TopBlock, sequence: number, view: PastView): PastBlock | null {
    const index = this.#indexAt(block, sequence)
    if (block.shown?.index !== index) block.shown = { index, block: this.#read(block, view) }
    return block.shown.block
  }

  /** By how many entries a block was changed up to one. */
  #indexAt(block: TopBlock, sequence: number): number {
    block.changes ??= changesOf(block.item, this.#clocks)
    return countUpTo(block.changes, sequence)
  }

  #view(moment: Moment): PastView {
    const { clocks, writerOf } = this
    return new PastView(moment, { clocks, writerOf, movedLetters: () => this.moved })
  }

  #read({ key, item, element }: TopBlock, view: PastView): PastBlock | null {
    const fate = view.fateOf(item)
    if (!fate || !view.shows(element, fate)) return null
    const [node] = readBody([element], this.schema, new Map(), view)
    return node ? { key, node, fate } : null
  }
}

/** Which entries changed a block, or anything in it. */
function changesOf(block: Y.Item, clocks: Clocks): Int32Array {
  const changes = new Set<number>()
  walkItems(block, (item) =>
    clocks.forEachPart(item.id, item.length, (_from, _to, born, died) => {
      changes.add(born)
      if (died !== never) changes.add(died)
    }),
  )
  return Int32Array.from(changes).toSorted()
}

function countUpTo(rising: Int32Array, value: number): number {
  let [low, high] = [0, rising.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((rising[middle] as number) <= value) low = middle + 1
    else high = middle
  }
  return low
}
