import { type Node, Slice } from '@tiptap/pm/model'
import type { EditorState } from '@tiptap/pm/state'

import { laidOutBlocks } from '#schema/nodes/block-layout'

/**
 * The first line of what is pasted joins the line it is pasted into, and lies as that does. Where that line is
 * empty, or all of it is selected, it takes its place instead, alignment and all, if it has any.
 */
export function keepFirstLayout(slice: Slice, { selection }: EditorState): Slice {
  const { $from, $to } = selection
  const first = slice.content.firstChild
  if (slice.openStart !== 1 || !first || !isLaidOut(first)) return slice
  const isWhole = $from.parentOffset === 0 && $to.parentOffset === $to.parent.content.size
  if (!isWhole || !$from.sameParent($to) || $from.parent.type.name !== 'paragraph') return slice
  return new Slice(slice.content, 0, slice.openEnd)
}

function isLaidOut({ type, attrs }: Node): boolean {
  return laidOutBlocks.includes(type.name) && ['align', 'dir', 'indent'].some((name) => attrs[name] !== null)
}
