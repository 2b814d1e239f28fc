import { Fragment, type Node } from '@tiptap/pm/model'

import { blockSuggestion, isOwnInsertion, isSuggestionMark } from '#features/editor/suggesting/tag'
import { suggestionAttribute } from '#schema/suggestions/block-suggestion'

/**
 * Whether two documents are the same but for what this person suggests: the law of suggesting, looked at once
 * more for whatever made the second of the first.
 */
export function isLawful(before: Node, after: Node, by: string): boolean {
  const least = Math.min(before.childCount, after.childCount)
  let first = 0
  while (first < least && before.child(first) === after.child(first)) first += 1
  let last = 0
  while (
    last < least - first &&
    before.child(before.childCount - 1 - last) === after.child(after.childCount - 1 - last)
  )
    last += 1
  const rest = (doc: Node) =>
    Fragment.from(
      doc.children.slice(first, doc.childCount - last).flatMap((block) => withoutOwn(block, by) ?? []),
    )
  return rest(before).eq(rest(after))
}

/** Without what this person suggests; null where nothing else is there. */
function withoutOwn(node: Node, by: string, isWithinOwn = false): Node | null {
  if (node.isInline && isOwnInsertion(node, by)) return null
  const suggestion = node.isInline ? null : blockSuggestion(node)
  const isOwn = suggestion?.by === by
  const isNew =
    (isOwn && suggestion.kind === 'insert') || (isWithinOwn && !node.isLeaf && (isOwn || !suggestion))
  const children = node.children.flatMap((child) => withoutOwn(child, by, isNew) ?? [])
  if (isNew && !node.isInline && children.length === 0) return null
  const marks = node.marks.filter((mark) => !(isSuggestionMark(mark) && mark.attrs['by'] === by))
  if (node.isText) return node.mark(marks)
  const attrs = isOwn ? { ...node.attrs, [suggestionAttribute]: null } : node.attrs
  return node.type.create(attrs, Fragment.from(children), marks)
}
