import { NodeSelection, Selection, TextSelection, type Transaction } from '@tiptap/pm/state'
import type { Node, ResolvedPos } from '@tiptap/pm/model'
import type { Mappable } from '@tiptap/pm/transform'
import { absolutePositionToRelativePosition, relativePositionToAbsolutePosition } from '@tiptap/y-tiptap'
import * as Y from 'yjs'

import type { TwoWayNodeCache } from '#features/editor/binding/node-cache'

/** A selection in terms of the shared document: it stays at its text whatever others do. */
export type RelativeSelection = { readonly anchor: Y.RelativePosition; readonly head: Y.RelativePosition }

/**
 * Where a selection goes when others edit. A caret stays left of what is inserted exactly at it, so that
 * two people who write in one place do not write into each other's words; a selection does not grow.
 * @param side of an insertion at the caret on which the caret stays, -1 for left
 */
export function mapSelection(selection: Selection, doc: Node, mapping: Mappable, side: -1 | 1): Selection {
  if (selection instanceof NodeSelection) {
    // Its own `map` trusts that a node is there, and throws where another kind of content has come.
    const $anchor = doc.resolve(mapping.map(selection.anchor))
    const isThere = $anchor.nodeAfter !== null && NodeSelection.isSelectable($anchor.nodeAfter)
    return isThere ? new NodeSelection($anchor) : Selection.near($anchor)
  }
  if (!(selection instanceof TextSelection)) return selection.map(doc, mapping)
  if (selection.empty) {
    const $head = doc.resolve(mapping.map(selection.head, side))
    return $head.parent.inlineContent ? TextSelection.create(doc, $head.pos) : Selection.near($head)
  }
  const from = mapping.map(selection.from, 1)
  const to = Math.max(from, mapping.map(selection.to, -1))
  const end = beforeCellStart(doc, from, to)
  const [anchor, head] = selection.anchor <= selection.head ? [from, end] : [end, from]
  return TextSelection.between(doc.resolve(anchor), doc.resolve(head))
}

/**
 * A selection from one cell of a table up to the very beginning of another, or of the text behind the table, has
 * nothing of that in it; left so, the tables' plugin would select all of the first cell instead, and the next
 * letter would replace it.
 */
function beforeCellStart(doc: Node, from: number, to: number): number {
  const cell = cellAround(doc.resolve(from))
  if (!cell) return to
  let $to = doc.resolve(to)
  while ($to.pos > from && $to.parentOffset === 0 && cellAround($to) !== cell) {
    const before = Selection.findFrom(doc.resolve($to.before()), -1, true)
    if (!before) break
    $to = before.$head
  }
  return Math.max(from, $to.pos)
}

function cellAround($pos: ResolvedPos): Node | null {
  for (let depth = $pos.depth; depth > 0; depth -= 1) {
    const node = $pos.node(depth)
    if (/^(?:cell|header_cell)$/.test(String(node.type.spec['tableRole']))) return node
  }
  return null
}

/** @param cache as it was while the shared document was what the selection's document shows */
export function relativeSelection(
  selection: Selection,
  body: Y.XmlFragment,
  cache: TwoWayNodeCache,
): RelativeSelection {
  const relative = (position: number) =>
    absolutePositionToRelativePosition(
      position,
      body,
      cache as Parameters<typeof absolutePositionToRelativePosition>[2],
    ) as Y.RelativePosition
  return { anchor: relative(selection.anchor), head: relative(selection.head) }
}

/** Where a relative selection is now; null if its place is gone. */
export function absoluteSelection(
  { anchor, head }: RelativeSelection,
  body: Y.XmlFragment,
  cache: TwoWayNodeCache,
): { anchor: number; head: number } | null {
  const { doc } = body
  if (!doc) return null
  const absolute = (position: Y.RelativePosition) =>
    relativePositionToAbsolutePosition(
      doc,
      body,
      position,
      cache as Parameters<typeof relativePositionToAbsolutePosition>[3],
    )
  const [anchorNow, headNow] = [absolute(anchor), absolute(head)]
  return anchorNow === null || headNow === null ? null : { anchor: anchorNow, head: headNow }
}

/** Puts the selection of an undone edit back, where its place still is. */
export function restoreSelection(
  transaction: Transaction,
  selection: RelativeSelection,
  body: Y.XmlFragment,
  cache: TwoWayNodeCache,
): void {
  const found = absoluteSelection(selection, body, cache)
  if (!found) return
  const { doc } = transaction
  const within = (position: number) => doc.resolve(Math.min(Math.max(position, 0), doc.content.size))
  transaction.setSelection(TextSelection.between(within(found.anchor), within(found.head)))
}
