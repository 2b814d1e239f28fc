import { type Schema, Slice } from '@tiptap/pm/model'

import type { ImageReading } from '#formats/html/clean/images'
import { readHtml } from '#formats/html/read-html'
import { readMarkdown } from '#formats/markdown/read-markdown'
import { imageSourceFor } from '#formats/markdown/image-source'

/** Markdown as what a paste puts in: its first and last line join the text around it. */
export function readPastedMarkdown(text: string, schema: Schema, images: ImageReading): Slice {
  const doc = readMarkdown(text, schema, {
    imageSource: imageSourceFor(images),
    readHtml: (html) => readHtml(html, schema, images).children,
  })
  return Slice.maxOpen(doc.content)
}
