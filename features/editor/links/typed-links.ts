import { Extension, InputRule } from '@tiptap/core'

import { linkAddress } from '#features/editor/links/link-address'
import { leaveTextAsItIs } from '#schema/marks/link'

/** `[text](address)` becomes the text that leads there, with the bracket that ends it. Not what follows a `!`. */
export const TypedLinks = Extension.create({
  name: 'typedLinks',

  addInputRules() {
    return [
      new InputRule({
        find: /(?<!!)\[(?<text>[^[\]]*[^[\]\s])\]\((?<address>[^\s()]+(?:\([^\s()]*\)[^\s()]*)*)\)$/,
        handler: ({ state, range: { from, to }, match }) => {
          const { text = '', address = '' } = match.groups ?? {}
          // A word in brackets, as in `[sic](nota)`, is none.
          const href = /[.:/?#]/.test(address) ? linkAddress(address) : null
          const type = state.schema.marks['link']
          if (href === null || !type || !state.doc.resolve(from).parent.type.allowsMarkType(type)) return
          const { tr } = state
          // What is around the text goes; the text stays what it is, with its marks.
          tr.delete(from + 1 + text.length, to).delete(from, from + 1)
          tr.addMark(from, from + text.length, type.create({ href })).removeStoredMark(type)
          leaveTextAsItIs(tr)
        },
      }),
    ]
  },
})
