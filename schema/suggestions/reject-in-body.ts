import type { Schema } from '@tiptap/pm/model'
import * as Y from 'yjs'

import { LineBreakForms } from '#schema/line-breaks'
import { readBody } from '#schema/read-nodes'
import { withoutSuggestions } from '#schema/suggestions/without-suggestions'
import { writeElement } from '#schema/write-nodes'

/**
 * Takes what is only suggested out of a body that nobody is writing in, such as a copy's: blocks with something
 * suggested in them are written anew, the others stay as they are, also those that this schema does not know.
 */
export function rejectInBody(body: Y.XmlFragment, schema: Schema): void {
  const filler = schema.topNodeType.contentMatch.defaultType?.createAndFill()
  if (!filler) throw new Error('a document without a block to begin with')
  for (let index = body.length - 1; index >= 0; index--) {
    const shared: unknown = body.get(index)
    const [block] = shared instanceof Y.XmlElement ? readBody([shared], schema, new Map()) : []
    if (!block) continue
    // With one behind it that stays, so that it may go whole.
    const rejected = withoutSuggestions(schema.topNodeType.create(null, [block, filler]))
    if (rejected.firstChild === block) continue
    const left = new LineBreakForms().sharedForm(rejected).children.slice(0, -1)
    body.delete(index, 1)
    body.insert(index, left.map(writeElement))
  }
  if (body.length === 0) body.insert(0, [writeElement(filler)])
}
