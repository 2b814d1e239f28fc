import { DOMSerializer, type Node } from '@tiptap/pm/model'
import type { NodeView } from '@tiptap/pm/view'

/** A list as its HTML says, with its signs on the side where its first letter begins. */
export function listView(node: Node): NodeView {
  const { toDOM } = node.type.spec
  const { dom, contentDOM } = DOMSerializer.renderSpec(document, toDOM?.(node) ?? ['ul', 0])
  if (dom instanceof HTMLElement) dom.dir = 'auto'
  return contentDOM ? { dom, contentDOM } : { dom }
}
