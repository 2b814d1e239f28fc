import type { Editor } from '@tiptap/core'
import type { Node } from '@tiptap/pm/model'
import * as Y from 'yjs'

import type { IdRange } from '#features/merge-receipt/letter-ids'
import type { Place } from '#features/merge-receipt/merge-receipt'

/** Which piece of the shared document a node of the editor is; undefined for one that is not in it yet. */
export type ElementOf = (node: Node) => object | undefined

/** A document on the screen and what is shared of it. */
export type LiveText = { readonly editor: Editor; readonly doc: Y.Doc; readonly elementOf: ElementOf }

/** A block of the editor, from its edge to its other edge, and where in it. */
export type FoundPlace = { readonly from: number; readonly to: number; readonly at: number }

/** So much of a block's words is enough to know it again. */
const enough = 24
/** Fewer letters are in any text. */
const leastKnown = 3

/**
 * Where a place is by now: where most of its letters still are. What has been written anew elsewhere since, as by Enter
 * before it, is known again by its words; what is gone is found where it was: at the end of what stands before it.
 * @returns null in a text that has nothing of it
 */
export function findPlace(text: LiveText, place: Place): FoundPlace | null {
  const { path, letters, words } = place
  const { editor, doc, elementOf } = text
  const innermost = path.at(-1)
  for (const id of path.toReversed()) {
    const item = itemOf(doc, id)
    if (!item) continue
    const there = item.deleted ? beside(item) : item
    const element = there && elementIn(there)
    const found = element && blockOf(editor, elementOf, element)
    if (!found) continue
    const isItself = there === item && id === innermost
    const left = isItself ? leftOf(element, letters) : nothingLeft
    const isThere =
      isItself && (letters.length > 0 ? left.count * 2 >= countOf(letters) : isKnownBy(found.node, words))
    const known = isThere ? null : knownByWords(editor, words, found.pos)
    if (known) return placeIn(known, null)
    return found.node.isTextblock || isItself
      ? placeIn(found, left.offset)
      : { ...placeIn(found, null), at: endOf(found) }
  }
  return null
}

type Block = { readonly node: Node; readonly pos: number }

const endOf = ({ node, pos }: Block): number => pos + node.nodeSize

/** @param offset in its text; null for its end */
function placeIn(block: Block, offset: number | null): FoundPlace {
  const { node, pos } = block
  const to = endOf(block)
  return {
    from: pos,
    to,
    at: node.isTextblock ? Math.min(pos + 1 + (offset ?? node.content.size), to - 1) : pos,
  }
}

/** The block nearest to a position that begins or ends as these words do. */
function knownByWords({ state }: Editor, words: string, near: number): Block | null {
  if (words.trim().length < leastKnown) return null
  let nearest: Block | null = null
  state.doc.descendants((node, pos) => {
    if (!node.isTextblock) return true
    if (isKnownBy(node, words) && (!nearest || Math.abs(pos - near) < Math.abs(nearest.pos - near)))
      nearest = { node, pos }
    return false
  })
  return nearest
}

function isKnownBy({ textContent }: Node, words: string): boolean {
  return textContent.includes(words.slice(0, enough)) || textContent.includes(words.slice(-enough))
}

/** Undefined for what is not even known as deleted any more. */
function itemOf(doc: Y.Doc, { client, clock }: Y.ID): Y.Item | undefined {
  if (clock >= Y.getState(doc.store, client)) return undefined
  const struct = Y.getItem(doc.store, Y.createID(client, clock)) as unknown
  return struct instanceof Y.Item ? struct : undefined
}

/** The nearest that still stands, before it rather than behind it. */
function beside(item: Y.Item): Y.Item | null {
  for (let near = item.left; near; near = near.left) if (!near.deleted) return near
  for (let near = item.right; near; near = near.right) if (!near.deleted) return near
  return null
}

function elementIn({ content }: Y.Item): Y.XmlElement | null {
  const type: unknown = content instanceof Y.ContentType ? content.type : null
  return type instanceof Y.XmlElement ? type : null
}

function blockOf({ state }: Editor, elementOf: ElementOf, element: object): Block | null {
  let found: Block | null = null
  state.doc.descendants((node, pos) => {
    if (!found && elementOf(node) === element) found = { node, pos }
    return found === null && !node.isTextblock
  })
  return found
}

/** What still stands of some letters in a block: how many, and behind how many others the first of them. */
type Left = { readonly count: number; readonly offset: number | null }
const nothingLeft: Left = { count: 0, offset: null }

const countOf = (letters: readonly IdRange[]): number =>
  letters.reduce((count, { length }) => count + length, 0)

/**
 * One letter proves nothing: whoever types before it a letter like it may be given that one for theirs, which stays with
 * their words when they press Enter.
 */
function leftOf(element: Y.XmlElement, letters: readonly IdRange[]): Left {
  let [at, count] = [0, 0]
  let offset: number | null = null
  for (const child of element.toArray()) {
    if (!(child instanceof Y.XmlText)) continue
    // oxlint-disable-next-line no-underscore-dangle -- the only way to letters by their ids
    for (let item = child._start; item !== null; item = item.right) {
      if (item.deleted || !(item.content instanceof Y.ContentString)) continue
      const { id, length } = item
      for (const { client, clock, length: wanted } of letters) {
        if (client !== id.client) continue
        const from = Math.max(clock, id.clock)
        const found = Math.min(clock + wanted, id.clock + length) - from
        if (found <= 0) continue
        count += found
        offset = Math.min(offset ?? Infinity, at + from - id.clock)
      }
      at += length
    }
  }
  return { count, offset }
}
