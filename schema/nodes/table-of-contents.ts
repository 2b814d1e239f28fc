import { InputRule, Node } from '@tiptap/core'
import { TextSelection } from '@tiptap/pm/state'

/** The place where the document's headings are listed; which they are is never in the document. Also typed as `[toc] `. */
export const TableOfContents = Node.create({
  name: 'tableOfContents',
  group: 'block',
  atom: true,
  selectable: true,
  draggable: true,

  parseHTML() {
    return [{ tag: 'div[data-table-of-contents]' }]
  },

  renderHTML() {
    return ['div', { 'data-table-of-contents': '' }]
  },

  addInputRules() {
    return [
      new InputRule({
        find: /^\[toc\]\s$/i,
        handler: ({ state }) => {
          const { $from } = state.selection
          const line = state.schema.nodes['paragraph']
          if (!line || $from.depth !== 1 || $from.parent.type !== line) return
          const from = $from.before()
          state.tr.replaceWith(from, $from.after(), [this.type.create(), line.create()])
          state.tr.setSelection(TextSelection.create(state.tr.doc, from + 2))
        },
      }),
    ]
  },
})
