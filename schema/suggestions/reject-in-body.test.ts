import { getSchema } from '@tiptap/core'
import { expect, it } from 'vitest'
import * as Y from 'yjs'

import { readContent } from '#schema/document-content'
import { documentExtensions } from '#schema/document-extensions'
import { readOpening } from '#schema/document-opening'
import { projectDocument } from '#schema/project-document'
import { readBody } from '#schema/read-nodes'
import { rejectInBody } from '#schema/suggestions/reject-in-body'

const schema = getSchema(documentExtensions())
const origin = { by: 'ana', id: 's1', at: 1 }
const insertion = { insertion: origin }

function element(name: string, attributes: object, ...pieces: (string | [string, object])[]): Y.XmlElement {
  const made = new Y.XmlElement(name)
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value as string)
  const text = new Y.XmlText()
  text.applyDelta(
    pieces.map((piece) =>
      typeof piece === 'string' ? { insert: piece } : { insert: piece[0], attributes: piece[1] },
    ),
  )
  made.insert(0, [text])
  return made
}

function suggested(): { doc: Y.Doc; body: Y.XmlFragment } {
  const doc = new Y.Doc()
  const body = doc.getXmlFragment('default')
  body.insert(0, [
    element('heading', { level: 1, suggestion: { ...origin, kind: 'insert' } }, [
      'Proposed title',
      insertion,
    ]),
    element(
      'heading',
      { level: 1 },
      'The ',
      ['old', { 'deletion--AAAAAAAA': origin }],
      ['new', insertion],
      ' title',
    ),
    element('paragraph', {}, 'kept'),
    element('chart', {}, 'unknown'),
    element(
      'paragraph',
      {},
      'a',
      ['\uFFFC', { ...insertion, inlineObject: { type: 'suggestedBreak', values: {} } }],
      'b',
    ),
  ])
  return { doc, body }
}

const lines = (body: Y.XmlFragment) => readBody(body, schema, new Map()).map(String)
const withoutThem = ['heading("The old title")', 'paragraph("kept")', 'unknownBlock', 'paragraph("ab")']

it('lists, search, files and the opening know nothing of what is only suggested', () => {
  const { doc } = suggested()
  expect(projectDocument(doc)).toMatchObject({
    title: 'The old title',
    searchText: 'The old title\nkept\nunknown\nab',
  })
  for (const { content } of [readContent(doc, schema), readOpening(doc, schema)]) {
    expect(schema.nodeFromJSON(content).children.map(String)).toEqual(withoutThem)
  }
})

it('a copy is written without it, and all else stays as it is', () => {
  const { body } = suggested()
  const [kept, unknown] = [body.get(2), body.get(3)]
  rejectInBody(body, schema)
  expect(lines(body)).toEqual(withoutThem)
  expect(body.get(1)).toBe(kept)
  expect(body.get(2)).toBe(unknown)
})

it('a copy of nothing but suggestions has a line to begin with', () => {
  const body = new Y.Doc().getXmlFragment('default')
  body.insert(0, [element('paragraph', { suggestion: { ...origin, kind: 'insert' } }, ['x', insertion])])
  rejectInBody(body, schema)
  expect(lines(body)).toEqual(['paragraph'])
})
