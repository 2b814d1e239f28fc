import { Extension } from '@tiptap/core'

import { checkedAttribute } from '#schema/checked-attribute'
import { isBlockSuggestion, type BlockSuggestion } from '#schema/suggestions/suggestion-values'

export const suggestionAttribute = 'suggestion'

/** Every block of ours; the place of an unknown one has no attributes. */
export const suggestibleBlocks: readonly string[] = [
  'paragraph',
  'heading',
  'blockquote',
  'callout',
  'toggle',
  'codeBlock',
  'horizontalRule',
  'pageBreak',
  'image',
  'bulletList',
  'orderedList',
  'taskList',
  'listItem',
  'taskItem',
  'table',
  'tableRow',
  'tableCell',
  'tableHeader',
  'tableOfContents',
]

/**
 * What somebody proposes of a whole block: that it is new, goes, joins the one before, or becomes another. One at
 * a time. An attribute, since marks on blocks are not shared.
 */
export const BlockSuggestions = Extension.create({
  name: 'blockSuggestions',

  addGlobalAttributes() {
    const suggestion = checkedAttribute<BlockSuggestion | null>({
      default: null,
      accepts: isBlockSuggestion,
      parseHTML: () => null,
      renderHTML: ({ suggestion: said }) => (isBlockSuggestion(said) ? { 'data-suggestion': said.kind } : {}),
    })
    return [
      {
        types: [...suggestibleBlocks],
        attributes: { [suggestionAttribute]: { ...suggestion, keepOnSplit: false } },
      },
    ]
  },
})
