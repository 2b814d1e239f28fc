import type { Schema } from '@tiptap/pm/model'
import * as Y from 'yjs'

import { documentField } from '#schema/document-fields'
import { documentTitle } from '#schema/document-title'
import { readBody } from '#schema/read-nodes'
import { withoutSuggestions } from '#schema/suggestions/without-suggestions'
import { writeBody } from '#schema/write-nodes'
import { setDocumentTitle } from '#schema/written-title'

/** A document as files are made from it, and as they make it. */
export type DocumentContent = {
  /** As lists show it, see `documentTitle`; null where the document is untitled. */
  readonly title: string | null
  /** ProseMirror's JSON of the whole document. */
  readonly content: unknown
}

/** Without what is only suggested. Reads never throw: what the schema does not know is an unknown block, as on every screen. */
export function readContent(doc: Y.Doc, schema: Schema): DocumentContent {
  const blocks = readBody(doc.getXmlFragment(documentField.body), schema, new Map())
  const { topNodeType } = schema
  const content = blocks.length > 0 ? topNodeType.create(null, blocks) : topNodeType.createAndFill()
  return { title: documentTitle(doc), content: content ? withoutSuggestions(content).toJSON() : null }
}

/**
 * Writes content into an empty document. Whoever sends it is not trusted: it must be valid in every node,
 * mark and attribute.
 * @throws {RangeError} or {TypeError} where it is not
 */
export function writeContent(doc: Y.Doc, schema: Schema, { title, content }: DocumentContent): void {
  const node = schema.nodeFromJSON(content)
  if (node.type !== schema.topNodeType) throw new RangeError('the content is no document')
  node.check()
  doc.transact(() => {
    writeBody(doc.getXmlFragment(documentField.body), node)
    // What the text itself is called by, it keeps being called by when that changes.
    if (title !== null && documentTitle(doc) === null) setDocumentTitle(doc, title)
  })
}
