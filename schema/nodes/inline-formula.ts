import { InputRule, Node } from '@tiptap/core'

import { checkedAttribute } from '#schema/checked-attribute'
import { objectBarrier } from '#schema/inline-objects'

const maxTexLength = 5_000

/** A formula within a line, kept as the TeX that it is. Also typed as `$x$`. */
export const InlineFormula = Node.create({
  name: 'inlineFormula',
  group: 'inline',
  inline: true,
  atom: true,
  selectable: true,
  draggable: false,

  addAttributes() {
    return {
      tex: checkedAttribute<string>({
        default: '',
        accepts: (value) => typeof value === 'string' && value.length <= maxTexLength,
        parseHTML: (element) => (element.textContent ?? '').replaceAll(/\s+/g, ' ').trim(),
        renderHTML: () => ({}),
      }),
    }
  },

  extendNodeSchema({ name }) {
    return name === this.name ? { inlineObject: true } : {}
  },

  parseHTML() {
    return [{ tag: 'span[data-formula]' }]
  },

  renderHTML({ node }) {
    return ['span', { 'data-formula': '' }, String(node.attrs['tex'])]
  },

  renderText: ({ node, ...asked }) => ('range' in asked ? `$${String(node.attrs['tex'])}$` : objectBarrier),

  addInputRules() {
    return [
      new InputRule({
        // As in Markdown: a dollar opens only before a letter and closes only behind one.
        find: /(?:^|[\s(])\$([^\s$](?:[^$]*[^\s$])?)\$$/,
        handler: ({ state, range, match }) => {
          const from = range.from + (match[0].startsWith('$') ? 0 : 1)
          if (!state.selection.$from.parent.inlineContent || state.selection.$from.parent.type.spec.code)
            return
          state.tr.replaceWith(from, range.to, this.type.create({ tex: match[1] }))
        },
      }),
    ]
  },
})
