import type { Node } from '@tiptap/pm/model'
import { type EditorState, NodeSelection, Selection, TextSelection, type Transaction } from '@tiptap/pm/state'
import { AttrStep, DocAttrStep } from '@tiptap/pm/transform'

import { changedHunks, type Hunk, placeBefore } from '#features/editor/suggesting/changed-hunks'
import { isLawful } from '#features/editor/suggesting/lawful'
import {
  BlockMoves,
  isOfBlocks,
  suggestBlocks,
  suggestStructure,
} from '#features/editor/suggesting/suggest-blocks'
import { changesMarks, suggestFormatting } from '#features/editor/suggesting/suggest-formatting'
import { isInText, suggestText } from '#features/editor/suggesting/suggest-text'
import { type Refusal, RefusedEdit, SuggestedEdit } from '#features/editor/suggesting/suggested-edit'
import { ownDeletion, type Author } from '#features/editor/suggesting/tag'

/**
 * What somebody did to the document, as something they suggest: letters and blocks that come are marked, those
 * that go stay and are marked, and what becomes another says so. The caret is where a writer expects it.
 * @returns a transaction of the same state, or why there is none
 */
export function suggestTransaction(
  state: EditorState,
  done: Transaction,
  author: Author,
): Transaction | Refusal {
  const hunks = changedHunks(done.mapping.maps)
  try {
    const fine = attempt(state, done, author, hunks)
    checkChanged(state.doc, fine.doc)
    if (isLawful(state.doc, fine.doc, author.by)) return fine
    return 'inexpressible'
  } catch (error) {
    if (error instanceof RefusedEdit) return error.refusal
    // ProseMirror's own, where something fits nowhere.
    if (error instanceof RangeError) return 'inexpressible'
    throw error
  }
}

/** @throws RangeError where something stands in what may not hold it, which steps do not look at in all depth */
function checkChanged(before: Node, after: Node): void {
  const known = new Set(before.children)
  for (const block of after.children) if (!known.has(block)) block.check()
}

function attempt(state: EditorState, done: Transaction, author: Author, hunks: readonly Hunk[]): Transaction {
  const { tr } = state
  const after = done.doc
  const edit = new SuggestedEdit(tr, author)
  const isInSteps =
    hunks.every((hunk) => isInText(edit.before, after, hunk) || isOfBlocks(edit.before, after, hunk)) &&
    !done.steps.some((step) => step instanceof AttrStep || step instanceof DocAttrStep)
  if (isInSteps) {
    if (changesMarks(done.steps)) suggestFormatting(edit, after, hunks)
    const moves = new BlockMoves(edit, after, hunks)
    for (const hunk of hunks.toReversed()) {
      if (isInText(edit.before, after, hunk)) suggestText(edit, after, hunk)
      else suggestBlocks(edit, after, hunk, moves)
    }
  } else suggestStructure(edit, after)
  takeOver(tr, done)
  tr.setSelection(
    isInSteps ? selectionAfter(state, done, tr, hunks, author.by) : selectionWithin(state, done, tr),
  )
  if (done.storedMarksSet) tr.setStoredMarks(done.storedMarks)
  if (done.scrolledIntoView) tr.scrollIntoView()
  return tr
}

/** What plugins said of the transaction; but not what undoes it step by step, which it is not any more. */
function takeOver(tr: Transaction, done: Transaction): void {
  const { meta } = done as unknown as { meta: Readonly<Record<string, unknown>> }
  for (const [key, value] of Object.entries(meta)) {
    if (typeof value === 'object' && value !== null && 'transform' in value) continue
    tr.setMeta(key, value)
  }
}

function selectionAfter(
  state: EditorState,
  done: Transaction,
  tr: Transaction,
  hunks: readonly Hunk[],
  by: string,
): Selection {
  const place = (at: number) => placeAfter(state, done, tr, hunks, by, at)
  const { selection } = done
  if (selection instanceof NodeSelection) {
    const pos = place(selection.from)
    const node = tr.doc.nodeAt(pos)
    if (node?.type === selection.node.type && NodeSelection.isSelectable(node))
      return NodeSelection.create(tr.doc, pos)
  }
  const clamp = (at: number) => tr.doc.resolve(Math.max(0, Math.min(at, tr.doc.content.size)))
  return TextSelection.between(clamp(place(selection.anchor)), clamp(place(selection.head)))
}

/** Where a place of the document as it was done is in the one with suggestions. */
function placeAfter(
  state: EditorState,
  done: Transaction,
  { mapping }: Transaction,
  hunks: readonly Hunk[],
  by: string,
  at: number,
): number {
  const hunk = hunks.find(({ newFrom, newTo }) => newFrom <= at && at <= newTo)
  if (!hunk) return mapping.map(placeBefore(hunks, at) ?? at, -1)
  const { oldFrom, oldTo, newFrom, newTo } = hunk
  if (newTo > newFrom) {
    const start = mapping.map(oldTo, -1)
    const end = mapping.map(oldTo, 1)
    // What came has its size, but for signs that stand for where lines begin.
    return end - start === newTo - newFrom ? start + (at - newFrom) : end
  }
  const { empty, head } = state.selection
  const isForward = empty && head === oldFrom && oldTo > oldFrom
  if (isForward) return mapping.map(pastStruck(state.doc, oldTo, 1, by), -1)
  return mapping.map(empty ? pastStruck(state.doc, oldFrom, -1, by) : oldFrom, -1)
}

/** Struck letters are passed over as one: what stands before them, or behind, comes next. */
function pastStruck(doc: Node, from: number, by: 1 | -1, author: string): number {
  let $place = doc.resolve(from)
  for (;;) {
    const node = by < 0 ? $place.nodeBefore : $place.nodeAfter
    if (!node?.isInline || !ownDeletion(node, author)) return $place.pos
    $place = doc.resolve($place.pos + by * node.nodeSize)
  }
}

/** Where only what lines are has changed, nothing has moved; else into what came in their place. */
function selectionWithin(state: EditorState, done: Transaction, tr: Transaction): Selection {
  const { mapping } = tr
  const grown = tr.doc.content.size - state.doc.content.size
  if (grown === 0) return state.selection.map(tr.doc, mapping)
  const inserted = mapping.maps.findLastIndex((map) => {
    let grows = false
    map.forEach((from, to, newFrom, newTo) => (grows ||= newTo - newFrom > to - from))
    return grows
  })
  let start = state.selection.from
  mapping.maps[inserted]?.forEach((_from, _to, newFrom) => (start = newFrom))
  const offset = Math.max(0, done.selection.head - firstDifference(state.doc, done.doc))
  const at = Math.min(mapping.slice(inserted + 1).map(start) + offset, tr.doc.content.size)
  return Selection.near(tr.doc.resolve(at))
}

function firstDifference(before: Node, after: Node): number {
  let at = 0
  for (let index = 0; index < Math.min(before.childCount, after.childCount); index += 1) {
    if (before.child(index) !== after.child(index)) break
    at += before.child(index).nodeSize
  }
  return at
}
