import type { Mark, Node } from '@tiptap/pm/model'
import { AddMarkStep, RemoveMarkStep, type Step } from '@tiptap/pm/transform'

import type { Hunk } from '#features/editor/suggesting/changed-hunks'
import type { SuggestedEdit } from '#features/editor/suggesting/suggested-edit'
import { isOwnInsertion, isSuggestionMark, newTag } from '#features/editor/suggesting/tag'
import { formattingName } from '#schema/suggestions/suggestion-marks'

/** How some letters shall look: with a mark, or without it. */
type Change = { readonly from: number; readonly to: number; readonly mark: Mark; readonly on: boolean }

export function changesMarks(steps: readonly Step[]): boolean {
  return steps.some((step) => step instanceof AddMarkStep || step instanceof RemoveMarkStep)
}

/** Letters that look otherwise than before: one's own pending ones at once, others as a suggestion. */
export function suggestFormatting(edit: SuggestedEdit, after: Node, hunks: readonly Hunk[]): void {
  const { before, author, tr } = edit
  const changes: Change[] = []
  before.forEach((block, offset, index) => {
    if (after.maybeChild(index) === block) return
    block.descendants((node, inner) => {
      if (!node.isInline) return true
      const from = offset + 1 + inner
      changes.push(
        ...piecesKept(from, from + node.nodeSize, hunks).flatMap((piece) => changesOf(node, piece, after)),
      )
      return false
    })
  })
  const own = changes.filter(({ from }) => isOwnAt(before, from, author.by))
  for (const { from, to, mark, on } of own) {
    if (on) tr.addMark(from, to, mark)
    else tr.removeMark(from, to, mark)
  }
  const others = changes.filter((change) => !own.includes(change))
  const tag = newTag(author)
  for (const group of bySameWish(others)) {
    // Asking for it a second time takes it back.
    const isThere = group.every((change) => ownWish(before, change, author.by))
    for (const change of group) {
      const { from, to, mark, on } = change
      const contrary = ownWish(before, { ...change, on: !on }, author.by)
      if (contrary) tr.removeMark(from, to, contrary)
      const there = ownWish(before, change, author.by)
      if (isThere && there) tr.removeMark(from, to, there)
      else if (!there && !contrary) {
        const attrs = Object.keys(mark.attrs).length > 0 ? mark.attrs : null
        tr.addMark(from, to, edit.mark(formattingName, { ...tag, mark: mark.type.name, on, attrs }))
      }
    }
  }
}

function isOwnAt(doc: Node, from: number, by: string): boolean {
  const node = doc.nodeAt(from)
  return node !== null && isOwnInsertion(node, by)
}

type Piece = { readonly from: number; readonly to: number; readonly shift: number }

/** What of a stretch is still there, and how far it has moved. */
function piecesKept(from: number, to: number, hunks: readonly Hunk[]): Piece[] {
  const pieces: Piece[] = []
  let [start, shift] = [from, 0]
  for (const { oldFrom, oldTo, newTo } of hunks) {
    if (oldFrom >= to) break
    if (oldFrom > start) pieces.push({ from: start, to: oldFrom, shift })
    start = Math.max(start, oldTo)
    shift = newTo - oldTo
  }
  if (start < to) pieces.push({ from: start, to, shift })
  return pieces
}

/** How these letters look otherwise now, stretch by stretch. */
function changesOf({ marks: all }: Node, { from, to, shift }: Piece, after: Node): Change[] {
  const changes: Change[] = []
  const marks = all.filter((mark) => !isSuggestionMark(mark))
  after.nodesBetween(from + shift, to + shift, (piece, pos) => {
    if (!piece.isInline) return true
    const range = {
      from: Math.max(pos - shift, from),
      to: Math.min(pos + piece.nodeSize - shift, to),
    }
    const now = piece.marks.filter((mark) => !isSuggestionMark(mark))
    for (const mark of now) if (!mark.isInSet(marks)) changes.push({ ...range, mark, on: true })
    for (const mark of marks) {
      const isReplaced = now.some(({ type }) => type === mark.type)
      if (!mark.isInSet(now) && !isReplaced) changes.push({ ...range, mark, on: false })
    }
    return false
  })
  return changes
}

function bySameWish(changes: readonly Change[]): Change[][] {
  const groups: Change[][] = []
  for (const change of changes) {
    const group = groups.find(([first]) => first?.on === change.on && first.mark.eq(change.mark))
    if (group) group.push(change)
    else groups.push([change])
  }
  return groups
}

/** One's own suggestion of the same for these letters. */
function ownWish(doc: Node, { from, mark, on }: Change, by: string): Mark | undefined {
  return doc
    .nodeAt(from)
    ?.marks.find(
      ({ type, attrs }) =>
        type.name === formattingName &&
        attrs['by'] === by &&
        attrs['mark'] === mark.type.name &&
        attrs['on'] === on &&
        (!on || JSON.stringify(attrs['attrs'] ?? {}) === JSON.stringify(mark.attrs)),
    )
}
