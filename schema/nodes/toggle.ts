import { Node, wrappingInputRule } from '@tiptap/core'

/**
 * Blocks of which the first is always seen and the others only when it is open, which is each reader's own
 * affair and not in the document. The first is a block like any other: with a place of its own for it, two
 * people's edits could leave a toggle that has none, and that nobody could show. Also typed as `>> `.
 */
export const Toggle = Node.create({
  name: 'toggle',
  group: 'block',
  content: 'block+',
  defining: true,

  parseHTML() {
    return [{ tag: 'div[data-toggle]' }, { tag: 'details' }, { tag: 'summary', node: 'paragraph' }]
  },

  renderHTML() {
    return ['div', { 'data-toggle': '' }, 0]
  },

  addInputRules() {
    return [wrappingInputRule({ find: /^\s*>>\s$/, type: this.type })]
  },
})
