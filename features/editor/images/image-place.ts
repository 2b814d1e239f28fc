import type { Node } from '@tiptap/pm/model'

/**
 * The nearest place to a position where an image can stand without tearing text apart: before the block
 * where the position is at its start, else after it, and after whatever allows no image inside.
 */
export function imagePlace(doc: Node, pos: number): number {
  const image = doc.type.schema.nodes['image']
  if (!image) return doc.content.size
  const $pos = doc.resolve(Math.min(Math.max(pos, 0), doc.content.size))
  const accepts = (depth: number, index: number) =>
    !$pos.node(depth).isTextblock && $pos.node(depth).canReplaceWith(index, index, image)
  if (accepts($pos.depth, $pos.index())) return $pos.pos
  for (let depth = $pos.depth; depth > 0; depth -= 1) {
    const index = $pos.index(depth - 1)
    if ($pos.pos === $pos.start(depth) && accepts(depth - 1, index)) return $pos.before(depth)
    if (accepts(depth - 1, index + 1)) return $pos.after(depth)
  }
  return doc.content.size
}
