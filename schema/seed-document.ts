import type { Schema } from '@tiptap/pm/model'
import * as Y from 'yjs'

import { writeContent, type DocumentContent } from '#schema/document-content'
import { documentField } from '#schema/document-fields'

/** No person's client gets this id: Yjs draws 32 random bits, and the seed is written once a document. */
const seedClientId = 1

/**
 * The content every new document starts with: one empty paragraph, as a Yjs V1 update with the same bytes
 * each time, so that applying it twice changes nothing. Written by the collab server alone: two browsers
 * that each made a first paragraph would end with two.
 */
export function seedUpdate(): Uint8Array {
  const doc = new Y.Doc()
  doc.clientID = seedClientId
  const paragraph = new Y.XmlElement('paragraph')
  // With the text already in it, the first keys of two people meet in one text instead of making two.
  paragraph.insert(0, [new Y.XmlText()])
  doc.getXmlFragment(documentField.body).insert(0, [paragraph])
  const update = Y.encodeStateAsUpdate(doc)
  doc.destroy()
  return update
}

/**
 * The content of a document that is made from a file, with the same bytes each time, like the one above.
 * @throws {RangeError} or {TypeError} where the content is not valid
 */
export function contentUpdate(schema: Schema, content: DocumentContent): Uint8Array {
  const doc = new Y.Doc()
  doc.clientID = seedClientId
  try {
    writeContent(doc, schema, content)
    return Y.encodeStateAsUpdate(doc)
  } finally {
    doc.destroy()
  }
}
