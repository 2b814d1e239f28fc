import type { Node } from '@tiptap/pm/model'
import * as Y from 'yjs'

import { never } from '#features/history/clocks'
import type { MovedLetters } from '#features/history/moved-letters'
import type { Past, PastBlock } from '#features/history/past'
import { itemsIn, typeOf, walkItems } from '#features/history/shared-past'
import { isLeftOut, type LeftOut } from '#features/history/undo/left-out'
import { LettersWithout } from '#features/history/undo/letters-without'
import { itemAround, PieceTimes } from '#features/history/undo/piece-times'
import { TextsWithout } from '#features/history/undo/texts-without'
import { ViewWithout } from '#features/history/undo/view-without'
import { documentField } from '#schema/document-fields'
import { unknownBlockName } from '#schema/nodes/unknown-block'
import { readBody } from '#schema/read-nodes'

/** A block of the text that is to be; without JSON it stays what it is. */
export type WantedBlock = { readonly key: string; readonly json?: unknown }

type Work = { readonly blocks: readonly WantedBlock[]; readonly compared: readonly PastBlock[] }

/**
 * A text without what somebody did to it since a version, all else kept: a version is a set of entries, and this one is the
 * set of all but theirs.
 */
export class WorkUndone {
  readonly #past: Past
  readonly #isOut: (sequence: number) => boolean

  constructor(past: Past, leftOut: LeftOut) {
    this.#past = past
    this.#isOut = isLeftOut(past.life, leftOut)
  }

  /** Today beside it; empty where nothing would change. */
  compared(): readonly PastBlock[] {
    const today = new Map(this.#past.blocksAt(this.#past.length).map((block) => [block.key, block]))
    return this.#read(this.#past.doc, today).compared
  }

  /**
   * The text that is to be, in the order of its blocks, by what a document has come to be since: what happened after the
   * last entry that is known stays.
   */
  blocksIn(live: Y.Doc): readonly WantedBlock[] {
    const doc = new Y.Doc({ gc: false })
    try {
      Y.applyUpdate(doc, this.#past.life.update)
      Y.applyUpdate(doc, Y.encodeStateAsUpdate(live, Y.encodeStateVector(doc)))
      return this.#read(doc, null).blocks
    } finally {
      doc.destroy()
    }
  }

  /** @param today the blocks to compare with, where it is to be compared */
  #read(doc: Y.Doc, today: ReadonlyMap<string, PastBlock> | null): Work {
    const { life, moved, schema, writerOf } = this.#past
    // A document knows what kind its roots are once somebody asked for them.
    const body = doc.getXmlFragment(documentField.body)
    const isOut = this.#isOut
    const times = new PieceTimes(life, doc)
    const letters = new LettersWithout(times, moved, isOut)
    const texts = new TextsWithout({ letters, times, writerOf })
    const [wanted, beside] = [false, true].map(
      (compared) => new ViewWithout({ times, texts, isOut }, compared),
    ) as [ViewWithout, ViewWithout]
    const readWith = (view: ViewWithout, element: Y.XmlElement) =>
      readBody([element], schema, new Map(), view)[0]
    const touched = touchedBlocks(body, { times, isOut, moved })
    const work = { blocks: [] as WantedBlock[], compared: [] as PastBlock[] }
    let differs = false
    for (const item of itemsIn(body)) {
      const element = typeOf(item)
      if (!(element instanceof Y.XmlElement)) continue
      const key = `${item.id.client}-${item.id.clock}`
      const isNow = times.diedOf(item) === never
      const now = today?.get(key)
      if (!touched.has(item)) {
        if (isNow) work.blocks.push({ key })
        if (now) work.compared.push(now)
        continue
      }
      const node = wanted.isThere(item) ? readWith(wanted, element) : undefined
      // What cannot be drawn as it would be stays as it is.
      const isWhole = node && !holdsUnknown(node)
      if (isWhole) work.blocks.push({ key, json: node.toJSON() as unknown })
      else if (node && isNow) work.blocks.push({ key })
      if (!today) continue
      const fate = beside.fateOf(item)
      const shown = fate && readWith(beside, element)
      const isOther = isWhole ? !now || !node.eq(now.node) : !node && now !== undefined
      if (isOther) differs = true
      if (fate && shown) work.compared.push({ key, node: shown, fate, isRestyled: isOther })
    }
    return differs ? work : { ...work, compared: [] }
  }
}

type Touching = {
  readonly times: PieceTimes
  readonly isOut: (sequence: number) => boolean
  readonly moved: MovedLetters
}

/** The blocks to which something was done that is left out, or to whose letters it was before others moved these there. */
function touchedBlocks(body: Y.XmlFragment, { times, isOut, moved }: Touching): ReadonlySet<Y.Item> {
  const touched = new Set([...itemsIn(body)].filter((block) => isTouched(block, times, isOut)))
  // Told in the order in which they were moved.
  moved.forEach((letter, source) => {
    const [from, to] = [times.itemAt(source), times.itemAt(letter)]
    if (from && to && touched.has(outermost(from))) touched.add(outermost(to))
  })
  return touched
}

function outermost(item: Y.Item): Y.Item {
  let at = item
  for (let around = itemAround(at); around; around = itemAround(at)) at = around
  return at
}

function isTouched(block: Y.Item, times: PieceTimes, isOut: (sequence: number) => boolean): boolean {
  let touched = false
  walkItems(block, (item) => {
    if (touched) return
    times.forEachPart(item, (_from, _to, born, died) => {
      touched ||= isOut(born) || isOut(died)
    })
  })
  return touched
}

function holdsUnknown(node: Node): boolean {
  let found = node.type.name === unknownBlockName
  node.descendants((inner) => {
    found ||= inner.type.name === unknownBlockName
    return !found
  })
  return found
}
