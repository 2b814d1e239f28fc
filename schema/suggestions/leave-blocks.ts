import type { Node } from '@tiptap/pm/model'
import type { Transform } from '@tiptap/pm/transform'

import { suggestionAttribute } from '#schema/suggestions/block-suggestion'

/** Whether nothing would be lost with what is in it: no letter, and no block that is content by itself. */
export function isBare(block: Node): boolean {
  if (block.isTextblock) return block.content.size === 0
  return block.children.every((child) => !child.isLeaf && isBare(child))
}

/** Takes a bare block away, with whatever cannot stand without it; a place for text stays where there must be one. */
export function removeBlock(tr: Transform, at: number): void {
  const node = tr.doc.nodeAt(at)
  if (!node) return
  const $at = tr.doc.resolve(at)
  const { parent } = $at
  if (parent.canReplace($at.index(), $at.index() + 1)) {
    tr.delete(at, at + node.nodeSize)
    return
  }
  const filler = parent.contentMatchAt($at.index()).defaultType
  if (filler?.isTextblock && node.type === filler) reset(tr, at, node)
  else if (filler?.isTextblock) tr.replaceWith(at, at + node.nodeSize, filler.create())
  else if ($at.depth > 0 && parent.childCount === 1) removeBlock(tr, $at.before())
  else clear(tr, at, node)
}

/** How it was to look goes with what was to be in it. */
function reset(tr: Transform, at: number, { type, attrs }: Node): void {
  for (const [name, plain] of Object.entries(type.create().attrs)) {
    if (attrs[name] !== plain) tr.setNodeAttribute(at, name, plain)
  }
}

function clear(tr: Transform, at: number, node: Node): void {
  const said: unknown = node.attrs[suggestionAttribute]
  if (said !== null && said !== undefined) tr.setNodeAttribute(at, suggestionAttribute, null)
}

/** Its first line goes on at the end of the line before it, if there is one. */
export function joinToBefore(tr: Transform, at: number): void {
  const start = firstLine(tr.doc, at)
  const end = lineEndBefore(tr.doc, at)
  if (start !== null && end !== null) tr.delete(end, start)
}

function firstLine(doc: Node, at: number): number | null {
  let place = at
  for (let node = doc.nodeAt(at); node; node = node.firstChild) {
    place++
    if (node.isTextblock) return place
  }
  return null
}

function lineEndBefore(doc: Node, at: number): number | null {
  let $at = doc.resolve(at)
  while (!$at.nodeBefore && $at.depth > 0) $at = doc.resolve($at.before())
  let place = $at.pos
  for (let node = $at.nodeBefore; node; node = node.lastChild) {
    place--
    if (node.isTextblock) return place
  }
  return null
}
