import type { NodeView } from '@tiptap/pm/view'

import type { NodeWords } from '#features/editor/node-views/node-views'

/** A line across the sheet that says what it is. */
export function pageBreakView(words: NodeWords): NodeView {
  const dom = document.createElement('div')
  dom.className = 'page-break'
  dom.contentEditable = 'false'
  dom.textContent = words('pageBreak')
  return { dom, ignoreMutation: () => true }
}
