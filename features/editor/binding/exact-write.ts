import type { Node, Schema } from '@tiptap/pm/model'
import * as Y from 'yjs'

import { writeText } from '#features/editor/binding/exact-text'
import { newBlockBy, pairBlocks } from '#features/editor/binding/pair-blocks'
import type { LineBreakForms } from '#schema/line-breaks'
import { unknownBlockName } from '#schema/nodes/unknown-block'
import { containerNames } from '#schema/read-nodes'
import { suggestionMarkNames } from '#schema/suggestions/suggestion-marks'
import { writeElement } from '#schema/write-nodes'

type Surroundings = {
  readonly forms: LineBreakForms
  /** Which nodes each Yjs type is known to say, as the differ asks for it. */
  readonly cache: Map<object, Node | Node[]>
  /** Who suggests here; null where edits are edits. */
  readonly writer: string | null
  /** Writes what an element says by the library's differ. */
  readonly writeRest: (element: Y.XmlFragment, node: Node) => void
}

/** What an element says once all is written. */
type Written = readonly [element: Y.XmlFragment, block: Node]

/**
 * Writes which letters and blocks came and went, each exactly, where some of them are suggested. The library's
 * differ, which comes after this and writes the rest, looks at letters alone: of a suggested `l` typed behind another
 * it would write that the other is the new one. What it finds to be right it leaves,
 * without a look at what is in it: what is known of the elements that were written has to be told anew after it.
 *
 * Of what somebody who only suggests does it gets no more than the lines that cannot be written so: it would also
 * take away what blocks have become that hold nothing, and say again what attributes are by default.
 */
export function writeExactly(
  parent: Y.XmlFragment,
  before: Node,
  after: Node,
  surroundings: Surroundings,
): readonly Written[] {
  const written: Written[] = []
  const isAll = writeNode(parent, before, after, surroundings, written)
  if (!isAll) surroundings.writeRest(parent, after)
  return written
}

/** @returns whether all of it is written, so that the differ must not see it */
function writeNode(
  parent: Y.XmlFragment,
  before: Node,
  after: Node,
  surroundings: Surroundings,
  written: Written[],
): boolean {
  if (before === after) return true
  const isAll = after.inlineContent
    ? writeLine(parent, before, after, surroundings, written)
    : writeBlocks(parent, before, after, surroundings, written)
  if (!isAll || surroundings.writer === null) return false
  if (parent instanceof Y.XmlElement) writeAttributes(parent, before, after)
  return true
}

function writeLine(
  parent: Y.XmlFragment,
  before: Node,
  after: Node,
  { forms, cache, writer }: Surroundings,
  written: Written[],
): boolean {
  if (!holdsSuggestions(before) && !holdsSuggestions(after)) return false
  const only: unknown = parent.length === 1 ? parent.get(0) : null
  const shared = forms.sharedForm(after)
  const isWritten = only instanceof Y.XmlText && writeText(only, forms.sharedForm(before), shared, writer)
  // So that the differ leaves it.
  if (isWritten) cache.set(only, [...shared.children])
  written.push([parent, after])
  return isWritten
}

function writeBlocks(
  parent: Y.XmlFragment,
  before: Node,
  after: Node,
  surroundings: Surroundings,
  written: Written[],
): boolean {
  const { first, gone, come } = differing(before, after)
  const { forms, writer, writeRest } = surroundings
  if (!gone.some(holdsSuggestions) && !come.some(holdsSuggestions)) return false
  const pairs = pairBlocks(gone, come, writer)
  const places = placesOf(before, parent.toArray())
  if (!pairs || !places) return false
  written.push([parent, after])
  let place = places[first + gone.length] ?? parent.length
  let index = first + gone.length
  for (const { old, now } of pairs.toReversed()) {
    const [left, right] = [old === null ? null : gone[old], now === null ? null : come[now]]
    if (left) place = places[(index -= 1)] ?? place
    const element: unknown = left && parent.get(place)
    if (!left && right) {
      const made = writeElement(forms.sharedForm(right))
      parent.insert(place, [made])
      written.push([made, right])
    } else if (left && !right) parent.delete(place, 1)
    else if (left && right && element instanceof Y.XmlElement) {
      const isAll = writeNode(element, left, right, surroundings, written)
      if (!isAll && writer !== null) writeRest(element, right)
    }
  }
  return true
}

function writeAttributes(element: Y.XmlElement, before: Node, after: Node): void {
  for (const name of new Set([...Object.keys(before.attrs), ...Object.keys(after.attrs)])) {
    const [was, now]: unknown[] = [before.attrs[name], after.attrs[name]]
    if (was === now || JSON.stringify(was) === JSON.stringify(now)) continue
    // Yjs keeps any JSON here; its types know strings only.
    if (now === null || now === undefined) element.removeAttribute(name)
    else element.setAttribute(name, now as string)
  }
}

/** Where each block of a node stands among the elements, of which those that hold nothing may not be shown. */
function placesOf(
  { type: { schema }, children: blocks }: Node,
  elements: readonly unknown[],
): number[] | null {
  const places: number[] = []
  for (const [place, element] of elements.entries()) {
    const block = blocks[places.length]
    if (!(element instanceof Y.XmlElement)) return null
    const isLeftover = isFrame(element, schema) && holdsNothing(element, schema)
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

/** Whether it is nothing without blocks in it. */
function isFrame({ nodeName }: Y.XmlElement, { nodes }: Schema): boolean {
  return containerNames.has(nodeName) && nodes[nodeName]?.isTextblock === false
}

/** But for frames that hold nothing either. */
function holdsNothing(frame: Y.XmlElement, schema: Schema): boolean {
  return (frame.toArray() as unknown[]).every(
    (child) => child instanceof Y.XmlElement && isFrame(child, schema) && holdsNothing(child, schema),
  )
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
