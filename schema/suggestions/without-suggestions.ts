import type { Node } from '@tiptap/pm/model'
import { Transform } from '@tiptap/pm/transform'

import { decideSuggestions, type ChosenSuggestions } from '#schema/suggestions/decide-suggestions'

/** The document as if these suggestions had been rejected; the same object where there are none. */
export function withoutSuggestions(doc: Node, chosen?: ChosenSuggestions): Node {
  const tr = new Transform(doc)
  decideSuggestions(tr, 'reject', chosen)
  return tr.doc
}
