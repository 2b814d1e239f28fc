import type { Node } from '@tiptap/pm/model'
import type { Selection } from '@tiptap/pm/state'

/** Neighbours in one of these that a selection reaches into: what is moved and copied as a whole. */
export type WholeBlocks = {
  readonly parent: Node
  /** Of the first block, and behind the last. */
  readonly startIndex: number
  readonly endIndex: number
  readonly from: number
  readonly to: number
}

const containers: ReadonlySet<string> = new Set([
  'doc',
  'blockquote',
  'callout',
  'toggle',
  'bulletList',
  'orderedList',
  'taskList',
])

/** The smallest whole blocks around a selection: items of a list, lines of a quote, a table as one. */
export function wholeBlocks({ $from, $to }: Selection): WholeBlocks {
  let depth = 0
  for (let inner = 1; inner <= $from.sharedDepth($to.pos); inner += 1) {
    if ($from.node(inner).type.name === 'table') break
    if (containers.has($from.node(inner).type.name)) depth = inner
  }
  const parent = $from.node(depth)
  const startIndex = $from.index(depth)
  const endIndex = Math.max($to.indexAfter(depth), startIndex + 1)
  return {
    parent,
    startIndex,
    endIndex,
    from: $from.posAtIndex(startIndex, depth),
    to: $from.posAtIndex(Math.min(endIndex, parent.childCount), depth),
  }
}
