import { Mark, markInputRule, markPasteRule } from '@tiptap/core'

import { checkedAttribute } from '#schema/checked-attribute'
import { isPaletteColor, type PaletteColor } from '#schema/palette'

/** Text in a colour of the palette. */
export const TextColor = Mark.create({
  name: 'textColor',

  addAttributes() {
    return {
      color: checkedAttribute<PaletteColor | null>({
        default: null,
        accepts: isPaletteColor,
        parseHTML: (element) => element.dataset['textColor'],
        renderHTML: ({ color }) => (isPaletteColor(color) ? { 'data-text-color': color } : {}),
      }),
    }
  },

  parseHTML() {
    return [
      {
        tag: 'span[data-text-color]',
        getAttrs: ({ dataset }) => isPaletteColor(dataset['textColor']) && null,
      },
    ]
  },

  renderHTML({ HTMLAttributes }) {
    return ['span', HTMLAttributes, 0]
  },
})

const betweenEqualSigns = /(?:^|\s)(==(?!\s)([^=]*[^=\s])==)$/
const allBetweenEqualSigns = /(?:^|\s)(==(?!\s)([^=]*[^=\s])==)/g

/** Text marked as with a pen; also typed as `==text==`. */
export const Highlight = Mark.create({
  name: 'highlight',

  addAttributes() {
    return {
      color: checkedAttribute<PaletteColor>({
        default: 'yellow',
        accepts: isPaletteColor,
        parseHTML: (element) => element.dataset['color'],
        renderHTML: ({ color }) => ({ 'data-color': isPaletteColor(color) ? color : 'yellow' }),
      }),
    }
  },

  parseHTML() {
    return [{ tag: 'mark' }]
  },

  renderHTML({ HTMLAttributes }) {
    return ['mark', HTMLAttributes, 0]
  },

  addInputRules() {
    return [markInputRule({ find: betweenEqualSigns, type: this.type })]
  },

  addPasteRules() {
    return [markPasteRule({ find: allBetweenEqualSigns, type: this.type })]
  },
})
