import { getSchema } from '@tiptap/core'
import { Fragment, type Node, type Schema } from '@tiptap/pm/model'

import { decodeText } from '#features/documents/files/decode-text'
import type { ImageReading } from '#formats/html/clean/images'
import { readHtml } from '#formats/html/read-html'
import { imageSourceFor } from '#formats/markdown/image-source'
import { readMarkdown } from '#formats/markdown/read-markdown'
import { PendingImages } from '#formats/pending-images'
import { readText } from '#formats/text/read-text'
import { documentExtensions } from '#schema/document-extensions'

export type FileKind = 'md' | 'html' | 'txt'

/** What a file holds, ready to be sent, and how many of its images do not come with it. */
export type ReadFile = { readonly form: FormData; readonly left: number; readonly missing: number }

/** Quotes in quotes and lists in lists beyond this become lines: no screen shows them. */
const maxDepth = 40

/**
 * Reads a file in the browser: HTML is parsed by the browser itself, inertly, and a hostile file costs its
 * owner's machine and nobody else's. What comes out is checked once more where the document is made.
 * @throws {RangeError} where it is no text
 */
export async function readFile(file: File, kind: FileKind): Promise<ReadFile> {
  const text = decodeText(new Uint8Array(await file.arrayBuffer()), kind)
  const images = new PendingImages()
  const counts = { left: 0, missing: 0 }
  const reading: ImageReading = {
    origin: window.location.origin,
    keep: images.keep,
    leftAsLink: () => (counts.left += 1),
    missing: () => (counts.missing += 1),
  }
  const schema = getSchema(documentExtensions())
  const doc = flattened(read(text, kind, schema, reading), 0)
  const form = new FormData()
  form.set('content', JSON.stringify({ title: file.name.replace(/\.[^.]*$/, ''), content: doc.toJSON() }))
  for (const [source, { file: image }] of images.entries()) form.set(source, image)
  return { form, ...counts }
}

function read(text: string, kind: FileKind, schema: Schema, images: ImageReading): Node {
  if (kind === 'txt') return readText(text, schema)
  if (kind === 'html') return readHtml(text, schema, images)
  return readMarkdown(text, schema, {
    imageSource: imageSourceFor(images),
    readHtml: (html) => readHtml(html, schema, images).children,
  })
}

function flattened(node: Node, depth: number): Node {
  if (node.isTextblock || node.isLeaf) return node
  if (depth < maxDepth) {
    const children = node.children.map((child) => flattened(child, depth + 1))
    return node.copy(Fragment.fromArray(children))
  }
  const { schema } = node.type
  const text = node.textBetween(0, node.content.size, ' ', ' ').trim()
  return node.type.inlineContent || node.type.spec.group !== 'block'
    ? node
    : schema.node('paragraph', null, text === '' ? [] : [schema.text(text)])
}
