import { Node } from '@tiptap/core'

/** What follows begins on a new page when printed. */
export const PageBreak = Node.create({
  name: 'pageBreak',
  group: 'block',
  atom: true,
  selectable: true,
  draggable: true,

  parseHTML() {
    return [
      { tag: 'div[data-page-break]' },
      // As Word writes it; before the rule for plain line breaks.
      { tag: 'br[style*="page-break-before"]', priority: 60 },
    ]
  },

  renderHTML() {
    return ['div', { 'data-page-break': '' }]
  },
})
