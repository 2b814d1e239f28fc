import { getSchema } from '@tiptap/core'
import type * as Y from 'yjs'

import { documentField } from '#schema/document-fields'
import { readContent, type DocumentContent } from '#schema/document-content'
import { readOpening } from '#schema/document-opening'
import { documentExtensions } from '#schema/document-extensions'
import { rejectInBody } from '#schema/suggestions/reject-in-body'
import { contentUpdate } from '#schema/seed-document'

// Loaded by the document worker when it is first asked: the schema is more code than all the rest of it.

const schema = getSchema(documentExtensions())

/** The `DocumentContent` of a document as JSON. */
export function contentJson(doc: Y.Doc): string {
  return JSON.stringify(readContent(doc, schema))
}

/** The `DocumentOpening` of a document as JSON. */
export function openingJson(doc: Y.Doc): string {
  return JSON.stringify(readOpening(doc, schema))
}

/** Takes out of a document of its own what is only suggested. */
export function rejectSuggestions(doc: Y.Doc): void {
  rejectInBody(doc.getXmlFragment(documentField.body), schema)
}

/** The Yjs V1 update that makes the `DocumentContent` in this JSON, null where it is not valid. */
export function updateOfContent(json: string): Uint8Array | null {
  try {
    return contentUpdate(schema, JSON.parse(json) as DocumentContent)
  } catch (error) {
    const isRefusal = [RangeError, TypeError, SyntaxError].some((kind) => error instanceof kind)
    if (isRefusal) return null
    throw error
  }
}
