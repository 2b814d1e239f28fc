import type { Node } from '@tiptap/pm/model'

import { suggestionAttribute } from '#schema/suggestions/block-suggestion'
import type { SuggestedBlock } from '#schema/suggestions/suggestion-values'

type Line = { readonly node: Node; readonly pos: number; readonly around: readonly string[] }

/**
 * Where the same lines stand within other blocks than before, put into a list or taken out of one: what becomes of
 * each that differs. Null where that is not all, or is more than a suggestion can say.
 * @param start where the first of the old blocks begins
 */
export function linesThatMoved(
  gone: readonly Node[],
  come: readonly Node[],
  start: number,
): { readonly pos: number; readonly to: SuggestedBlock }[] | null {
  const [before, after] = [linesOf(gone, start), linesOf(come, 0)]
  if (before.length !== after.length) return null
  const changes: { pos: number; to: SuggestedBlock }[] = []
  for (const [index, line] of before.entries()) {
    const now = after[index]
    if (!now || !isSameLine(line.node, now.node)) return null
    const moved = moveBetween(line.around, now.around)
    if (!moved) return null
    const { [suggestionAttribute]: _, ...attrs } = now.node.attrs
    const isAnother = !line.node.hasMarkup(now.node.type, {
      ...now.node.attrs,
      [suggestionAttribute]: line.node.attrs[suggestionAttribute] as unknown,
    })
    if (isAnother || moved.wrap !== undefined || moved.lift) {
      changes.push({ pos: line.pos, to: { type: now.node.type.name, attrs, ...moved } })
    }
  }
  return changes.length > 0 ? changes : null
}

function linesOf(blocks: readonly Node[], start: number): Line[] {
  const lines: Line[] = []
  const visit = (node: Node, pos: number, around: readonly string[]) => {
    if (node.isTextblock || node.isLeaf) lines.push({ node, pos, around })
    else node.forEach((child, offset) => visit(child, pos + 1 + offset, [...around, node.type.name]))
  }
  let pos = start
  for (const block of blocks) {
    visit(block, pos, [])
    pos += block.nodeSize
  }
  return lines
}

function isSameLine(line: Node, now: Node): boolean {
  return line.isTextblock ? now.isTextblock && line.content.eq(now.content) : line.eq(now)
}

/** One block more around it, or one less; a list with its item counts as one. */
function moveBetween(
  before: readonly string[],
  now: readonly string[],
): Pick<SuggestedBlock, 'wrap' | 'lift'> | null {
  const common = Math.min(before.length, now.length)
  if (before.slice(0, common).some((name, index) => name !== now[index])) return null
  const [more, less] = [now.slice(common), before.slice(common)]
  if (more.length === 0 && less.length === 0) return {}
  const extra = more.length > 0 ? more : less
  const isOne = extra.length === 1 || (extra.length === 2 && (extra[1] ?? '').endsWith('Item'))
  // Within an item a list of its own would leave the item without a line.
  if (!isOne || (common > 0 && before.length + now.length > 2 && (before[common - 1] ?? '').endsWith('Item')))
    return null
  return more.length > 0 ? { wrap: extra[0] ?? '' } : { lift: true }
}
