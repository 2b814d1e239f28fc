import { getSchema } from '@tiptap/core'
import { expect, it } from 'vitest'
import * as Y from 'yjs'

import { documentExtensions } from '#schema/document-extensions'
import { readOpening } from '#schema/document-opening'
import { setPageSetup } from '#schema/page-setup'
import { contentUpdate } from '#schema/seed-document'

const schema = getSchema(documentExtensions())
const paragraph = (text: string) => ({ type: 'paragraph', content: [{ type: 'text', text }] })

function opening(...content: object[]) {
  const doc = new Y.Doc()
  Y.applyUpdate(doc, contentUpdate(schema, { title: null, content: { type: 'doc', content } }))
  setPageSetup(doc, { language: 'es' })
  const read = readOpening(doc, schema)
  return { ...read, doc: schema.nodeFromJSON(read.content) }
}

it('is all of a short document, and its language', () => {
  const read = opening(paragraph('Uno'), paragraph('Dos'))
  expect(read.language).toBe('es')
  expect(read.doc.textContent).toBe('UnoDos')
})

it('is the first screens of a long document, whatever its blocks are', () => {
  const line = 'x'.repeat(100)
  const long = opening(...Array.from({ length: 1000 }, () => paragraph(line)))
  expect(long.doc.childCount).toBe(Math.ceil(12_000 / 102))
  const list = { type: 'bulletList', content: [] as object[] }
  for (let index = 0; index < 1000; index++) {
    list.content.push({ type: 'listItem', content: [paragraph(line)] })
  }
  expect(opening(list).doc.nodeSize).toBeLessThan(12_500)
  expect(opening(paragraph('x'.repeat(50_000))).doc.textContent).toHaveLength(12_000)
})

it('says that something is there which it cannot show', () => {
  const doc = new Y.Doc()
  const unknown = new Y.XmlElement('script')
  unknown.insert(0, [new Y.XmlText('alert(1)')])
  doc.getXmlFragment('default').insert(0, [unknown])
  expect(JSON.stringify(readOpening(doc, schema).content)).toBe(
    JSON.stringify({ type: 'doc', content: [{ type: 'unknownBlock' }] }),
  )
})
