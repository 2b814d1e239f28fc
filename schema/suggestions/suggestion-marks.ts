import { type Attribute, Mark } from '@tiptap/core'

import { checkedAttribute } from '#schema/checked-attribute'
import {
  isAttributes,
  isSchemaName,
  isSuggester,
  isSuggestionId,
  isSuggestionTime,
} from '#schema/suggestions/suggestion-values'

export const insertionName = 'insertion'
export const deletionName = 'deletion'
export const formattingName = 'formatting'

/** The marks that are a suggestion; no file and no copy of a document has them. */
export const suggestionMarkNames: readonly string[] = [insertionName, deletionName, formattingName]

// Pasted letters are new ones: whatever was suggested about those they were copied from says nothing of them.

/** Letters that are proposed. Only the suggesting mode sets it: what an editor types among them is text. */
export const Insertion = Mark.create({
  name: insertionName,
  inclusive: false,
  keepOnSplit: false,
  addAttributes: originAttributes,
  parseHTML: () => [{ tag: 'ins[data-suggestion]', skip: true }],
  renderHTML: ({ mark }) => ['ins', saidId(mark.attrs), 0],
})

/** Letters that stay until it is accepted that they go; several people may propose it of the same. */
export const Deletion = Mark.create({
  name: deletionName,
  inclusive: false,
  keepOnSplit: false,
  excludes: '',
  addAttributes: originAttributes,
  // Else it would be pasted as text that is struck through.
  parseHTML: () => [{ tag: 'del[data-suggestion]', skip: true, priority: 60 }],
  renderHTML: ({ mark }) => ['del', saidId(mark.attrs), 0],
})

/** Letters that would get another mark, or lose it. */
export const Formatting = Mark.create({
  name: formattingName,
  inclusive: false,
  keepOnSplit: false,
  excludes: '',
  addAttributes: () => ({
    ...originAttributes(),
    mark: unseen('', isSchemaName),
    on: unseen(true, (value) => typeof value === 'boolean'),
    attrs: unseen(null, isAttributes),
  }),
  renderHTML: ({ mark }) => ['span', saidId(mark.attrs), 0],
})

function originAttributes() {
  return {
    by: unseen('', isSuggester),
    id: unseen('', isSuggestionId),
    at: unseen(0, isSuggestionTime),
  }
}

function unseen(byDefault: unknown, accepts: (value: unknown) => boolean): Partial<Attribute> {
  return checkedAttribute<unknown>({
    default: byDefault,
    accepts,
    parseHTML: () => byDefault,
    renderHTML: () => ({}),
  })
}

function saidId({ id }: Record<string, unknown>): Record<string, string> {
  return { 'data-suggestion': isSuggestionId(id) ? id : '' }
}
