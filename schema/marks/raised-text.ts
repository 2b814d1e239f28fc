import { Mark } from '@tiptap/core'

/** Below the line, as in H₂O. A letter is never both. */
export const Subscript = Mark.create({
  name: 'subscript',
  excludes: 'subscript superscript',

  parseHTML() {
    return [{ tag: 'sub' }, { style: 'vertical-align=sub' }]
  },

  renderHTML() {
    return ['sub', 0]
  },
})

/** Above the line, as in m². */
export const Superscript = Mark.create({
  name: 'superscript',
  excludes: 'subscript superscript',

  parseHTML() {
    return [{ tag: 'sup' }, { style: 'vertical-align=super' }]
  },

  renderHTML() {
    return ['sup', 0]
  },
})
