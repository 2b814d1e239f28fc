import { DOMParser as DocumentParser, type Node, type Schema } from '@tiptap/pm/model'

import { cleanHtml } from '#formats/html/clean/clean-html'
import type { ImageReading } from '#formats/html/clean/images'

/** Images of the document itself, and links to all others. */
const noImages: ImageReading = {
  origin: '',
  keep: () => null,
  leftAsLink: () => {},
  missing: () => {},
}

/** HTML as a document, by the schema, in a browser. Parsed inertly: nothing in it runs or loads. */
export function readHtml(html: string, schema: Schema, images: ImageReading = noImages): Node {
  const page = new DOMParser().parseFromString(html, 'text/html')
  cleanHtml(page, images)
  return DocumentParser.fromSchema(schema).parse(page.body)
}
