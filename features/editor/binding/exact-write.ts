import type { Node } from '@tiptap/pm/model'
import * as Y from 'yjs'

import { writeText } from '#features/editor/binding/exact-text'
import { newBlockBy, pairBlocks } from '#features/editor/binding/pair-blocks'
import type { LineBreakForms } from '#schema/line-breaks'
import { unknownBlockName } from '#schema/nodes/unknown-block'
import { suggestionMarkNames } from '#schema/suggestions/suggestion-marks'
import { writeElement } from '#schema/write-nodes'

type Surroundings = {
  readonly forms: LineBreakForms
  /** Which nodes each Yjs type is known to say, as the differ asks for it. */
  readonly cache: Map<object, Node | Node[]>
  /** Who suggests here; null where edits are edits. */
  readonly writer: string | null
}

/** What an element says once all is written. */
type Written = readonly [element: Y.XmlFragment, block: Node]

/**
 * Writes which letters and blocks came and went, each exactly, where some of them are suggested. The library's
 * differ, which comes after this and writes the rest, looks at letters alone: of a suggested `l` typed behind another
 * it would write that the other is the new one. What it finds to be right it leaves,
 * without a look at what is in it: what is known of the elements that were written has to be told anew after it.
 */
export function writeExactly(
  parent: Y.XmlFragment,
  before: Node,
  after: Node,
  surroundings: Surroundings,
): readonly Written[] {
  if (before === after) return []
  if (!after.inlineContent) return writeBlocks(parent, before, after, surroundings)
  if (!holdsSuggestions(before) && !holdsSuggestions(after)) return []
  const { forms, cache, writer } = surroundings
  const only: unknown = parent.length === 1 ? parent.get(0) : null
  const shared = forms.sharedForm(after)
  const isWritten = only instanceof Y.XmlText && writeText(only, forms.sharedForm(before), shared, writer)
  // So that the differ leaves it.
  if (isWritten) cache.set(only, [...shared.children])
  return [[parent, after]]
}

function writeBlocks(
  parent: Y.XmlFragment,
  before: Node,
  after: Node,
  surroundings: Surroundings,
): readonly Written[] {
  const { first, gone, come } = differing(before, after)
  if (!gone.some(holdsSuggestions) && !come.some(holdsSuggestions)) return []
  const pairs = pairBlocks(gone, come, surroundings.writer)
  const places = placesOf(before, parent.toArray())
  if (!pairs || !places) return []
  const written: Written[] = [[parent, after]]
  let place = places[first + gone.length] ?? parent.length
  let index = first + gone.length
  for (const { old, now } of pairs.toReversed()) {
    const [left, right] = [old === null ? null : gone[old], now === null ? null : come[now]]
    if (left) place = places[(index -= 1)] ?? place
    const element: unknown = left && parent.get(place)
    if (!left && right) parent.insert(place, [writeElement(surroundings.forms.sharedForm(right))])
    else if (left && !right) parent.delete(place, 1)
    else if (left && right && element instanceof Y.XmlElement)
      written.push(...writeExactly(element, left, right, surroundings))
  }
  return written
}

/** Where each block of a node stands among the elements, of which those that hold nothing may not be shown. */
function placesOf({ children: blocks }: Node, elements: readonly unknown[]): number[] | null {
  const places: number[] = []
  for (const [place, element] of elements.entries()) {
    const block = blocks[places.length]
    if (!(element instanceof Y.XmlElement)) return null
    const isLeftover = element.length === 0 && (!block || (!block.inlineContent && block.childCount > 0))
    if (
      block &&
      !isLeftover &&
      (element.nodeName === block.type.name || block.type.name === unknownBlockName)
    )
      places.push(place)
    else if (!isLeftover) return null
  }
  return places.length === blocks.length ? places : null
}

function differing(before: Node, after: Node) {
  const least = Math.min(before.childCount, after.childCount)
  let first = 0
  while (first < least && before.child(first) === after.child(first)) first += 1
  let last = 0
  while (
    last < least - first &&
    before.child(before.childCount - 1 - last) === after.child(after.childCount - 1 - last)
  )
    last += 1
  return {
    first,
    gone: before.children.slice(first, before.childCount - last),
    come: after.children.slice(first, after.childCount - last),
  }
}

function holdsSuggestions(node: Node): boolean {
  if (node.isInline && node.marks.some(({ type }) => suggestionMarkNames.includes(type.name))) return true
  return newBlockBy(node) !== null || node.children.some(holdsSuggestions)
}
