import { expect, test } from 'vitest'
import * as Y from 'yjs'

import { documentField, metaKey } from '#schema/document-fields'
import { documentTitle, hasWrittenTitle } from '#schema/document-title'
import { projectDocument } from '#schema/project-document'
import { seedUpdate } from '#schema/seed-document'
import { setDocumentTitle } from '#schema/written-title'

function documentOf(...blocks: [name: string, text: string][]): Y.Doc {
  const doc = new Y.Doc()
  const elements = blocks.map(([name, text]) => {
    const element = new Y.XmlElement(name)
    element.insert(0, [new Y.XmlText(text)])
    return element
  })
  doc.getXmlFragment(documentField.body).insert(0, elements)
  return doc
}

test('a new document is untitled and empty', () => {
  const doc = new Y.Doc()
  Y.applyUpdate(doc, seedUpdate())
  expect(projectDocument(doc)).toEqual({ title: null, excerpt: '', searchText: '', mentions: [] })
})

test('the title follows the first heading with text until somebody writes one, and again once it is emptied', () => {
  const doc = documentOf(
    ['paragraph', 'Before'],
    ['heading', ' '],
    ['heading', 'Lentil  soup'],
    ['heading', 'x'],
  )
  expect(documentTitle(doc)).toBe('Lentil soup')
  expect(hasWrittenTitle(doc)).toBe(false)
  setDocumentTitle(doc, '  Sopa de\nlentejas ')
  expect(documentTitle(doc)).toBe('Sopa de lentejas')
  expect(hasWrittenTitle(doc)).toBe(true)
  setDocumentTitle(doc, '   ')
  expect(documentTitle(doc)).toBe('Lentil soup')
  expect(doc.getMap(documentField.meta).has(metaKey.title)).toBe(false)
})

test('a title that is not text, or far too long, is harmless', () => {
  const doc = documentOf(['paragraph', 'Text'])
  doc.getMap(documentField.meta).set(metaKey.title, new Y.Map())
  expect(documentTitle(doc)).toBeNull()
  doc.getMap(documentField.meta).set(metaKey.title, `${'a'.repeat(199)}😀`)
  expect(documentTitle(doc)).toBe('a'.repeat(199))
})

test('the excerpt leaves out the heading that is the title; the search text has everything once', () => {
  const doc = documentOf(['heading', 'Soup'], ['paragraph', 'Wash.'], ['codeBlock', 'boil()\n  serve()'])
  expect(projectDocument(doc)).toEqual({
    title: 'Soup',
    excerpt: 'Wash.\nboil() serve()',
    searchText: 'Soup\nWash.\nboil() serve()',
    mentions: [],
  })
  setDocumentTitle(doc, 'Dinner')
  expect(projectDocument(doc)).toMatchObject({ excerpt: 'Soup\nWash.\nboil() serve()' })
  expect(projectDocument(doc).searchText).toBe('Dinner\nSoup\nWash.\nboil() serve()')
})

test('marks, hard breaks and nested lists read as plain text in reading order', () => {
  const doc = new Y.Doc()
  const paragraph = new Y.XmlElement('paragraph')
  const text = new Y.XmlText()
  text.insert(0, 'bold', { bold: {} })
  text.insert(4, ' plain', { bold: null })
  paragraph.insert(0, [text, new Y.XmlElement('hardBreak'), new Y.XmlText('next')])
  const [list, item] = [new Y.XmlElement('bulletList'), new Y.XmlElement('listItem')]
  list.insert(0, [item])
  item.insert(0, [paragraph])
  const last = new Y.XmlElement('paragraph')
  last.insert(0, [new Y.XmlText('end')])
  doc.getXmlFragment(documentField.body).insert(0, [list, last])
  expect(projectDocument(doc).searchText).toBe('bold plain next\nend')
})

test('hostile content neither throws nor overflows the stack', () => {
  const doc = new Y.Doc()
  const body = doc.getXmlFragment(documentField.body)
  const depth = 5_000
  doc.transact(() => {
    let inner: Y.XmlFragment = body
    for (let level = 0; level < depth; level += 1) {
      const next = new Y.XmlElement('blockquote')
      inner.insert(0, [next])
      inner = next
    }
    inner.insert(0, [new Y.XmlText('deep')])
    // A hook is a map, not a node that this schema has.
    body.insert(0, [new Y.XmlHook('hook') as unknown as Y.XmlElement])
  })
  expect(projectDocument(doc).searchText).toBe('deep')
})
