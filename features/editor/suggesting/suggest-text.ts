import { Fragment, type Node, type NodeType, type Slice } from '@tiptap/pm/model'

import type { Hunk } from '#features/editor/suggesting/changed-hunks'
import type { SuggestedEdit } from '#features/editor/suggesting/suggested-edit'
import { blockSuggestion, isOwnBlock, isOwnInsertion, tagNear } from '#features/editor/suggesting/tag'
import { suggestionAttribute } from '#schema/suggestions/block-suggestion'
import { suggestedBreakName } from '#schema/suggestions/suggested-break'
import { type SuggestionOrigin } from '#schema/suggestions/suggestion-values'

/** Whether a change begins and ends in lines of text, before and after. */
export function isInText(before: Node, after: Node, { oldFrom, oldTo, newFrom, newTo }: Hunk): boolean {
  return (
    [oldFrom, oldTo].every((place) => before.resolve(place).parent.inlineContent) &&
    [newFrom, newTo].every((place) => after.resolve(place).parent.inlineContent)
  )
}

/**
 * A change from one place in the text to another: what was there is struck, what came stands behind it; where a
 * line was begun stands a sign for it, and lines that were joined say so.
 */
export function suggestText(
  edit: SuggestedEdit,
  after: Node,
  { oldFrom, oldTo, newFrom, newTo }: Hunk,
): void {
  const { before } = edit
  const tag = tagNear(before, [oldTo, oldFrom], edit.author)
  const isOneLine = before.resolve(oldFrom).sameParent(before.resolve(oldTo))
  if (newTo > newFrom) {
    const $from = after.resolve(newFrom)
    if ($from.sameParent(after.resolve(newTo))) {
      edit.addInline(oldTo, after.slice(newFrom, newTo).content, tag)
    } else addLines(edit, oldTo, after.slice(newFrom, newTo), tag)
  }
  if (isOneLine) edit.strike(oldFrom, oldTo, tag)
  else strikeAcross(edit, oldFrom, oldTo, tag)
}

type OpenedLine = { readonly line: Node; readonly opened: Node }

/** What came over several lines: as signs for new lines where it is but text, else as blocks behind this one. */
function addLines(edit: SuggestedEdit, at: number, slice: Slice, tag: SuggestionOrigin): void {
  const { before } = edit
  const { schema } = before.type
  const lines = plainLines(slice)
  const sign = schema.nodes[suggestedBreakName]
  const $at = before.resolve(at)
  if (lines && sign && $at.parent.type.contentMatch.matchType(sign) && mayBreak(lines, $at.parent.type)) {
    const content = lines.flatMap(({ line, opened }, index) => [
      ...(index > 0 ? [sign.create({ type: opened.type.name, attrs: bareAttrs(opened) })] : []),
      ...line.children,
    ])
    edit.addInline(at, Fragment.from(content), tag)
    return
  }
  const { content, openStart, openEnd } = slice
  const first = openStart > 0 ? content.firstChild : null
  const blocks = closedBlocks(content, openEnd)
  const depth = depthFor($at.depth, (level) => $at.node(level), blocks)
  if (first?.isTextblock && openStart === 1) {
    edit.addBlocks($at.after(depth), blocks.slice(1), tag)
    edit.addInline(at, first.content, tag)
  } else edit.addBlocks($at.after(depth), blocks, tag)
}

/** In text blocks alone; the first may be of any kind, since what it holds joins the line it comes into. */
function mayBreak(lines: readonly OpenedLine[], into: NodeType): boolean {
  return into.spec.code !== true && lines.every(({ line }) => line.type.spec.code !== true)
}

/** The lines of a slice, each with the outermost block that it opens; null where there is more than lines. */
function plainLines({ content, openStart }: Slice): OpenedLine[] | null {
  const lines: OpenedLine[] = []
  let isPlain = true
  const visit = (node: Node, opened: Node, isFirst: boolean) => {
    if (node.isTextblock) lines.push({ line: node, opened })
    else if (node.isLeaf || !isLineFrame(node, isFirst)) isPlain = false
    else node.forEach((child, _, index) => visit(child, index === 0 ? opened : child, isFirst && index === 0))
  }
  content.forEach((node, _, index) => visit(node, node, index === 0 && openStart > 0))
  return isPlain && lines.length > 1 ? lines : null
}

const itemNames: ReadonlySet<string> = new Set(['listItem', 'taskItem'])

/** Items of a list that goes on, as Enter in one makes them; around the first line whatever is open there. */
function isLineFrame(node: Node, isFirst: boolean): boolean {
  return isFirst || (itemNames.has(node.type.name) && node.childCount === 1)
}

function bareAttrs(node: Node): Record<string, unknown> {
  const { [suggestionAttribute]: _, ...attrs } = node.attrs
  return attrs
}

/** Without an empty last line, which only says where the caret went. */
function closedBlocks(content: Fragment, openEnd: number): Node[] {
  const blocks = [...content.content]
  const last = blocks.at(-1)
  if (openEnd > 0 && last?.isTextblock && last.content.size === 0 && blocks.length > 1) blocks.pop()
  return blocks
}

/** The innermost block behind which these may stand. */
function depthFor(deepest: number, nodeAt: (level: number) => Node, blocks: readonly Node[]): number {
  for (let depth = deepest; depth > 1; depth -= 1) {
    const parent = nodeAt(depth - 1)
    if (
      blocks.every(({ type }) => parent.type.contentMatch.matchType(type)) &&
      parent.type.spec.tableRole === undefined
    )
      return depth
  }
  return 1
}

/** Everything between two places in different lines: letters are struck, whole blocks go, what begins is joined. */
function strikeAcross(edit: SuggestedEdit, from: number, to: number, tag: SuggestionOrigin): void {
  const { before, author } = edit
  if (isOwnBetween(before, from, to, author.by)) {
    edit.tr.delete(from, to)
    return
  }
  const blocks: { pos: number; node: Node }[] = []
  before.nodesBetween(from, to, (node, pos) => {
    if (node.isInline) return false
    if (pos < from) return true
    const isWhole = pos + node.nodeSize <= to
    if (node.isTextblock || isWhole) blocks.push({ pos, node })
    return !node.isTextblock && !isWhole
  })
  for (const { pos, node } of blocks.toReversed()) {
    const isWhole = pos + node.nodeSize <= to
    if (!node.isTextblock || (isWhole && isOwnBlock(node, author.by))) edit.removeBlock(pos, tag)
    else {
      edit.strike(pos + 1, Math.min(to, pos + 1 + node.content.size), tag)
      // A new line of one's own is joined by going as a whole, which it does not here.
      if (blockSuggestion(node)?.kind !== 'insert') edit.suggest(pos, { ...tag, kind: 'join' })
    }
  }
  edit.strike(from, before.resolve(from).end(), tag)
}

/** Whether all that goes, and each line that is joined to the one before, is there only as one's own suggestion. */
function isOwnBetween(doc: Node, from: number, to: number, by: string): boolean {
  let isOwn = true
  doc.nodesBetween(from, to, (node, pos) => {
    if (node.isInline) isOwn &&= isOwnInsertion(node, by)
    else if (pos >= from) isOwn &&= isOwnBlock(node, by)
    return isOwn && !node.isInline
  })
  return isOwn
}
