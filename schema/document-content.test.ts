import { getSchema } from '@tiptap/core'
import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'

import { readContent } from '#schema/document-content'
import { documentExtensions } from '#schema/document-extensions'
import { contentUpdate } from '#schema/seed-document'

const schema = getSchema(documentExtensions())

const text = (value: string, ...marks: object[]) => ({ type: 'text', text: value, marks })
const doc = (...content: object[]) => ({ type: 'doc', content })
const paragraph = (...content: object[]) => ({ type: 'paragraph', content })

function stored(title: string | null, content: unknown): Y.Doc {
  const made = new Y.Doc()
  Y.applyUpdate(made, contentUpdate(schema, { title, content }))
  return made
}

describe('content made into a shared document', () => {
  const content = doc(
    { type: 'heading', attrs: { level: 2 }, content: [text('Título')] },
    paragraph(
      text('con '),
      text('negrita', { type: 'bold' }),
      { type: 'hardBreak' },
      text('y enlace', { type: 'link', attrs: { href: 'https://x.org' } }),
    ),
    { type: 'orderedList', attrs: { start: 3 }, content: [{ type: 'listItem', content: [paragraph()] }] },
    { type: 'codeBlock', attrs: { language: 'js' }, content: [text('a\nb')] },
  )

  it('reads as what it was made from', () => {
    const read = readContent(stored(null, content), schema)
    expect(read.title).toBe('Título')
    expect(read.content).toEqual(schema.nodeFromJSON(content).toJSON())
  })

  it('has the same bytes each time', () => {
    expect(contentUpdate(schema, { title: 'x', content })).toEqual(
      contentUpdate(schema, { title: 'x', content }),
    )
  })

  it('keeps breaks as characters of one text, and a text in each empty block', () => {
    const [, second, list] = stored(null, content).getXmlFragment('default').toArray() as Y.XmlElement[]
    expect(second?.toArray().map((child) => (child as Y.XmlText).length)).toEqual([
      'con negrita\ny enlace'.length,
    ])
    const item = list?.get(0) as Y.XmlElement
    expect((item.get(0) as Y.XmlElement).toArray()).toHaveLength(1)
  })

  it('is called as told only where its text gives it no title', () => {
    expect(readContent(stored('archivo', doc(paragraph(text('x')))), schema).title).toBe('archivo')
    const headed = stored('archivo', content)
    expect(readContent(headed, schema).title).toBe('Título')
    expect(headed.getMap('meta').size).toBe(0)
  })

  it.each([
    ['a node it does not know', doc({ type: 'script' })],
    ['a mark it does not know', doc(paragraph(text('x', { type: 'sparkle' })))],
    ['a link that runs', doc(paragraph(text('x', { type: 'link', attrs: { href: 'javascript:alert(1)' } })))],
    ['an image of another site', doc({ type: 'image', attrs: { src: 'https://x.org/a.png' } })],
    ['a list without items', doc({ type: 'bulletList' })],
    ['no document', paragraph(text('x'))],
    ['nothing', null],
  ])('refuses %s', (_what, refused) => {
    expect(() => contentUpdate(schema, { title: null, content: refused })).toThrow(Error)
  })
})
