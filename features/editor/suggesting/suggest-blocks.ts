import { Fragment, type Node } from '@tiptap/pm/model'

import type { Hunk } from '#features/editor/suggesting/changed-hunks'
import { linesThatMoved } from '#features/editor/suggesting/lines-that-moved'
import type { SuggestedEdit } from '#features/editor/suggesting/suggested-edit'
import { blockSuggestion, isOwnBlock, newTag, ownDeletion } from '#features/editor/suggesting/tag'
import { suggestionAttribute } from '#schema/suggestions/block-suggestion'
import type { SuggestedBlock, SuggestionOrigin } from '#schema/suggestions/suggestion-values'

/** Whether a change is of whole blocks within one parent, before and after. */
export function isOfBlocks(before: Node, after: Node, { oldFrom, oldTo, newFrom, newTo }: Hunk): boolean {
  const [$oldFrom, $oldTo] = [before.resolve(oldFrom), before.resolve(oldTo)]
  const [$newFrom, $newTo] = [after.resolve(newFrom), after.resolve(newTo)]
  return (
    !$oldFrom.parent.inlineContent &&
    !$newFrom.parent.inlineContent &&
    $oldFrom.sameParent($oldTo) &&
    $newFrom.sameParent($newTo)
  )
}

/** Blocks that go and come. One that comes just as it went elsewhere has moved. */
export class BlockMoves {
  readonly #gone = new Map<Node, SuggestionOrigin>()

  constructor(edit: SuggestedEdit, after: Node, hunks: readonly Hunk[]) {
    const gone = new Set(hunks.flatMap(({ oldFrom, oldTo }) => blocksBetween(edit.before, oldFrom, oldTo)))
    for (const { newFrom, newTo } of hunks) {
      for (const block of blocksBetween(after, newFrom, newTo)) {
        if (gone.has(block)) this.#gone.set(block, newTag(edit.author))
      }
    }
  }

  tagOf(block: Node): SuggestionOrigin | undefined {
    return this.#gone.get(block)
  }
}

export function suggestBlocks(edit: SuggestedEdit, after: Node, hunk: Hunk, moves: BlockMoves): void {
  const { before } = edit
  const { oldFrom, oldTo, newFrom, newTo } = hunk
  const gone = blocksBetween(before, oldFrom, oldTo)
  const come = blocksBetween(after, newFrom, newTo)
  const [only, other] = [gone[0], come[0]]
  if (only && other && gone.length === 1 && come.length === 1 && only.isLeaf && only.type === other.type) {
    changeBlock(edit, oldFrom, other, newTag(edit.author))
    return
  }
  const tag = newTag(edit.author)
  let at = oldTo
  for (const block of come.toReversed()) {
    const move = moves.tagOf(block)
    edit.addBlocks(at, [block], move ?? tag, move?.id)
  }
  for (const block of gone.toReversed()) {
    at -= block.nodeSize
    const move = moves.tagOf(block)
    edit.removeBlock(at, move ?? tag, move?.id)
  }
}

/**
 * Blocks that become others: as a change of each where only what they are has changed, else as the old ones going
 * and the new ones coming.
 */
export function suggestStructure(edit: SuggestedEdit, after: Node): void {
  const { before } = edit
  suggestWithin(edit, before, after, 0, newTag(edit.author))
}

/** @param start where the content of `old` begins */
function suggestWithin(
  edit: SuggestedEdit,
  old: Node,
  now: Node,
  start: number,
  tag: SuggestionOrigin,
): void {
  const least = Math.min(old.childCount, now.childCount)
  let first = 0
  while (first < least && old.child(first) === now.child(first)) first += 1
  let last = 0
  while (
    last < least - first &&
    old.child(old.childCount - 1 - last) === now.child(now.childCount - 1 - last)
  )
    last += 1
  const gone = old.children.slice(first, old.childCount - last)
  const come = now.children.slice(first, now.childCount - last)
  const offsets = offsetsOf(old, start)
  const pairs = gone.map((block, index) => ({
    block,
    pos: offsets[first + index] ?? start,
    become: come[index],
  }))
  if (gone.length === come.length && pairs.every(({ block, become }) => become && mayBecome(block, become))) {
    for (const { block, pos, become } of pairs.toReversed()) {
      if (!become || block === become) continue
      if (!block.inlineContent) suggestWithin(edit, block, become, pos + 1, tag)
      if (!sameMarkup(block, become)) changeBlock(edit, pos, become, tag)
    }
    return
  }
  const lines = linesThatMoved(gone, come, offsets[first] ?? start)
  if (lines) {
    for (const { pos, to } of lines.toReversed()) changeTo(edit, pos, to, tag)
    return
  }
  edit.addBlocks(offsets[first + gone.length] ?? start, come.map(withoutOwnStruck(edit)), tag, tag.id)
  for (const { pos } of pairs.toReversed()) edit.removeBlock(pos, tag, tag.id)
}

function offsetsOf(parent: Node, start: number): number[] {
  let at = start
  return [...parent.children.map(({ nodeSize }) => (at += nodeSize) - nodeSize), at]
}

/** Lines by what they hold, others by their kind; what is in those is looked at by itself. */
function mayBecome(block: Node, become: Node): boolean {
  if (block === become) return true
  if (block.isTextblock) return become.isTextblock && block.content.eq(become.content)
  return block.type === become.type && !block.isLeaf === !become.isLeaf
}

/** But for what is suggested of them. */
function sameMarkup(block: Node, become: Node): boolean {
  return block.hasMarkup(become.type, {
    ...become.attrs,
    ...(suggestionAttribute in become.attrs
      ? { [suggestionAttribute]: block.attrs[suggestionAttribute] as unknown }
      : {}),
  })
}

/** One's own new block becomes it at once. */
function changeBlock(edit: SuggestedEdit, pos: number, become: Node, tag: SuggestionOrigin): void {
  const block = edit.before.nodeAt(pos)
  if (!block) return
  const { [suggestionAttribute]: _, ...attrs } = become.attrs
  if (isOwnBlock(block, edit.author.by)) {
    const said: unknown = block.attrs[suggestionAttribute]
    edit.tr.setNodeMarkup(pos, become.type, { ...attrs, [suggestionAttribute]: said })
  } else changeTo(edit, pos, { type: become.type.name, attrs }, tag)
}

/** Asking for the same again takes the suggestion back. */
function changeTo(edit: SuggestedEdit, pos: number, to: SuggestedBlock, tag: SuggestionOrigin): void {
  const block = edit.before.nodeAt(pos)
  const there = block && blockSuggestion(block)
  const isSame = there?.kind === 'change' && JSON.stringify(there.to) === JSON.stringify(to)
  if (isSame && there.by === edit.author.by) edit.tr.setNodeAttribute(pos, suggestionAttribute, null)
  else edit.suggest(pos, { ...tag, kind: 'change', to })
}

/** What one has struck does not come again with what comes in its place. */
function withoutOwnStruck({ author: { by } }: SuggestedEdit): (block: Node) => Node {
  const strip = (block: Node): Node =>
    block.isLeaf
      ? block
      : block.copy(Fragment.from(block.children.filter((child) => !ownDeletion(child, by)).map(strip)))
  return strip
}

function blocksBetween(doc: Node, from: number, to: number): Node[] {
  return from === to ? [] : [...doc.slice(from, to).content.content]
}
