import { getSchema } from '@tiptap/core'
import { expect, test } from 'vitest'

import { imagePlace } from '#features/editor/images/image-place'
import { documentExtensions } from '#schema/document-extensions'

const schema = getSchema(documentExtensions())
const { paragraph, codeBlock, blockquote } = schema.nodes
const text = (content: string) => paragraph?.create(null, content === '' ? [] : schema.text(content))
const doc = (...blocks: unknown[]) => schema.topNodeType.create(null, blocks as never)

test('before an empty line or at the start of text, else after the block', () => {
  const document = doc(text('one'), text(''), text('two'))
  expect(imagePlace(document, 1)).toBe(0)
  expect(imagePlace(document, 2)).toBe(5)
  expect(imagePlace(document, 4)).toBe(5)
  expect(imagePlace(document, 6)).toBe(5)
  expect(imagePlace(document, 9)).toBe(12)
})

test('inside a quote it stays in the quote, and code is never torn apart', () => {
  expect(imagePlace(doc(blockquote?.create(null, text('one') as never)), 3)).toBe(6)
  expect(imagePlace(doc(codeBlock?.create(null, schema.text('code')), text('')), 3)).toBe(6)
})

test('a position that is no longer there means the end', () => {
  expect(imagePlace(doc(text('one')), 99)).toBe(5)
})
