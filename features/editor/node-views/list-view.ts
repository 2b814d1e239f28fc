import { DOMSerializer, type Node } from '@tiptap/pm/model'
import type { NodeView } from '@tiptap/pm/view'

import { listDirection } from '#features/editor/node-views/list-direction'

/** A list as its HTML says, with its signs on the side of its text. */
export function listView(node: Node): NodeView {
  const { toDOM } = node.type.spec
  const { dom, contentDOM } = DOMSerializer.renderSpec(document, toDOM?.(node) ?? ['ul', 0])
  const show = (list: Node) => {
    if (dom instanceof HTMLElement) dom.dir = listDirection(list)
  }
  show(node)
  return {
    dom,
    ...(contentDOM ? { contentDOM } : {}),
    update(next) {
      if (!next.sameMarkup(node)) return false
      show(next)
      return true
    },
  }
}
