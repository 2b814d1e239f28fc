import type { NodeView } from '@tiptap/pm/view'

import type { NodeWords } from '#features/editor/node-views/node-views'

/** Says that something stands here which this version cannot show. */
export function unknownBlockView(words: NodeWords): NodeView {
  const dom = document.createElement('div')
  dom.className = 'unknown-block'
  dom.contentEditable = 'false'
  dom.textContent = words('unknown')
  return { dom, ignoreMutation: () => true }
}
