import { Node } from '@tiptap/core'

import { checkedAttribute } from '#schema/checked-attribute'
import { objectBarrier } from '#schema/inline-objects'
import { isAttributes, isSchemaName } from '#schema/suggestions/suggestion-values'

export const suggestedBreakName = 'suggestedBreak'

/**
 * Here a new block would begin: a letter like others as long as it is only proposed, so that what others write
 * around it meanwhile stays where it belongs. A real split writes the letters behind it anew.
 */
export const SuggestedBreak = Node.create({
  name: suggestedBreakName,
  group: 'inline',
  inline: true,
  atom: true,
  selectable: false,
  draggable: false,

  addAttributes() {
    return {
      /** The block that begins; none for another one like the block that is cut. A list item cuts its item. */
      type: checkedAttribute<string | null>({
        default: null,
        accepts: isSchemaName,
        parseHTML: () => null,
        renderHTML: () => ({}),
      }),
      /** Of that block. */
      attrs: checkedAttribute<Record<string, unknown> | null>({
        default: null,
        accepts: isAttributes,
        parseHTML: () => null,
        renderHTML: () => ({}),
      }),
    }
  },

  extendNodeSchema({ name }) {
    // Asked for each node there is.
    return name === suggestedBreakName ? { inlineObject: true, leafText: () => '\n' } : {}
  },

  parseHTML() {
    return [{ tag: 'span[data-suggested-break]', ignore: true }]
  },

  renderHTML() {
    return ['span', { 'data-suggested-break': '' }]
  },

  renderText: (asked) => ('range' in asked ? '\n' : objectBarrier),
})
