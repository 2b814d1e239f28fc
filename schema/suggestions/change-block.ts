import { Fragment, type Node, type NodeType } from '@tiptap/pm/model'
import { canJoin, findWrapping, liftTarget, type Transform } from '@tiptap/pm/transform'

import { readAttributes } from '#schema/read-attributes'
import { suggestionAttribute } from '#schema/suggestions/block-suggestion'
import type { SuggestedBlock } from '#schema/suggestions/suggestion-values'

/** Makes a block what was suggested, as far as it can be that where it stands by now. */
export function changeBlock(
  tr: Transform,
  at: number,
  { type: name, attrs, wrap, lift }: SuggestedBlock,
): void {
  const { nodes } = tr.doc.type.schema
  const find = (wanted: string): NodeType | undefined =>
    Object.hasOwn(nodes, wanted) ? nodes[wanted] : undefined
  const type = find(name)
  if (!type) return
  become(tr, at, type, { ...readAttributes(type, attrs), [suggestionAttribute]: null })
  const node = tr.doc.nodeAt(at)
  if (!node) return
  const $inside = tr.doc.resolve(at + 1)
  const range = $inside.blockRange(tr.doc.resolve(at + node.nodeSize - 1), (outer) => outer !== node)
  if (!range) return
  const around = wrap === undefined ? undefined : find(wrap)
  if (lift === true) {
    const target = liftTarget(range)
    if (target !== null) tr.lift(range, target)
  } else if (around) {
    const wrapping = findWrapping(range, around)
    if (!wrapping) return
    tr.wrap(range, wrapping)
    joinAlike(tr, range.start)
  }
}

function become(tr: Transform, at: number, type: NodeType, attrs: Record<string, unknown>): void {
  const node = tr.doc.nodeAt(at)
  if (!node) return
  if (node.type === type) {
    for (const [name, value] of Object.entries(attrs)) {
      if (name in node.attrs && node.attrs[name] !== value) tr.setNodeAttribute(at, name, value)
    }
    return
  }
  const $at = tr.doc.resolve(at)
  if (!$at.parent.canReplaceWith($at.index(), $at.index() + 1, type)) return
  if (node.isTextblock && type.isTextblock) {
    tr.setBlockType(at + 1, at + 1, type, attrs)
    return
  }
  const content = contentFor(node, type)
  if (content) tr.replaceWith(at, at + node.nodeSize, type.create(attrs, content))
}

/** Items of one kind of list as those of another. */
function contentFor(node: Node, type: NodeType): Fragment | null {
  if (type.validContent(node.content)) return node.content
  const itemType = type.contentMatch.defaultType
  if (!itemType || itemType.isTextblock) return null
  const items = node.children.map((item) => itemType.create(null, item.content))
  const content = Fragment.from(items)
  return items.every((item) => itemType.validContent(item.content)) && type.validContent(content)
    ? content
    : null
}

/** Lists of one kind side by side are one list. */
function joinAlike(tr: Transform, at: number): void {
  const made = tr.doc.nodeAt(at)
  if (!made) return
  const end = at + made.nodeSize
  const behind = tr.doc.resolve(end).nodeAfter
  if (behind?.sameMarkup(made) && canJoin(tr.doc, end)) tr.join(end)
  const before = tr.doc.resolve(at).nodeBefore
  if (before?.sameMarkup(made) && canJoin(tr.doc, at)) tr.join(at)
}
