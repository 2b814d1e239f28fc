import { getSchema } from '@tiptap/core'
import type { Node } from '@tiptap/pm/model'

import { readHtml } from '#formats/html/read-html'
import { readMarkdown } from '#formats/markdown/read-markdown'
import { documentExtensions } from '#schema/document-extensions'
import { isOwnImageSource } from '#schema/safe-addresses'

export const schema = getSchema(documentExtensions())

/** Reads Markdown as the app does, checked against the schema. Wants a DOM. */
export function markdownDocument(markdown: string): Node {
  const doc = readMarkdown(markdown, schema, {
    imageSource: (url) => (isOwnImageSource(url) ? url : null),
    readHtml: (html) => readHtml(html, schema).children,
  })
  doc.check()
  return doc
}
