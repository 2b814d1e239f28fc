import { getSchema } from '@tiptap/core'
import { expect, it } from 'vitest'
import * as Y from 'yjs'

import { documentExtensions } from '#schema/document-extensions'
import { readBody } from '#schema/read-nodes'
import { suggestibleBlocks } from '#schema/suggestions/block-suggestion'
import { isBlockSuggestion } from '#schema/suggestions/suggestion-values'

const schema = getSchema(documentExtensions())
const origin = { by: 'ana', id: 's-1', at: 7 }
const to = { type: 'heading', attrs: { level: 2 } }

it('says something of every block there is but the unknown', () => {
  const blocks = Object.values(schema.nodes).filter(({ isInline, name }) => !isInline && name !== 'doc')
  const withAttribute = blocks.filter(({ spec }) => Object.hasOwn(spec.attrs ?? {}, 'suggestion'))
  expect(withAttribute.map(({ name }) => name).toSorted()).toEqual([...suggestibleBlocks].toSorted())
  expect(blocks.length - withAttribute.length).toBe(1)
})

it.each<[unknown, boolean]>([
  [{ ...origin, kind: 'insert' }, true],
  [{ ...origin, kind: 'delete', pair: 'm-1' }, true],
  [{ ...origin, kind: 'change', to }, true],
  [{ ...origin, kind: 'change', to: { ...to, wrap: 'bulletList', lift: true } }, true],
  [{ ...origin, kind: 'change' }, false],
  [{ ...origin, kind: 'insert', to }, false],
  [{ ...origin, kind: 'change', to: { type: 'x"y', attrs: {} } }, false],
  [{ ...origin, kind: 'change', to: { type: 'heading', attrs: { x: 'x'.repeat(10_000) } } }, false],
  [
    { ...origin, kind: 'change', to: { type: 'heading', attrs: { a: { b: { c: { d: { e: 1 } } } } } } },
    false,
  ],
  [{ ...origin, kind: 'change', to: { ...to, style: 'x' } }, false],
  [{ ...origin, kind: 'move' }, false],
  [{ ...origin, kind: 'insert', style: 'x' }, false],
  [{ ...origin, by: '', kind: 'insert' }, false],
  [{ ...origin, id: '" onclick="x', kind: 'insert' }, false],
  [{ ...origin, at: -1, kind: 'insert' }, false],
  [[], false],
  ['insert', false],
  [null, false],
])('%j holds: %j', (value, holds) => {
  expect(isBlockSuggestion(value)).toBe(holds)
})

it('does not hold numbers that JSON has not', () => {
  const attrs = { level: 7n }
  expect(isBlockSuggestion({ ...origin, kind: 'change', to: { type: 'heading', attrs } })).toBe(false)
})

it('is read from the shared text as it is written there, and what does not hold as nothing', () => {
  const body = new Y.Doc().getXmlFragment('default')
  const text = new Y.XmlText()
  const paragraph = new Y.XmlElement('paragraph')
  paragraph.insert(0, [text])
  paragraph.setAttribute('suggestion', { ...origin, kind: 'insert' } as unknown as string)
  const other = new Y.XmlElement('paragraph')
  other.setAttribute('suggestion', { kind: 'insert' } as unknown as string)
  body.insert(0, [paragraph, other])
  text.insert(0, 'a', { insertion: { ...origin, id: '<x>' }, code: {} })
  text.insert(1, '\uFFFC', { inlineObject: { type: 'suggestedBreak', values: { type: 'x y' } } })
  text.insert(2, 'b', { 'deletion--AAAAAAAA': origin, 'deletion--BBBBBBBB': { ...origin, by: 'luz' } })
  const [first, second] = readBody(body, schema, new Map())
  expect(second?.attrs['suggestion']).toBeNull()
  expect(first?.attrs['suggestion']).toEqual({ ...origin, kind: 'insert' })
  const marks = first?.children.map((node) => node.marks.map(({ type, attrs }) => [type.name, attrs]))
  expect(first?.child(1).type.name).toBe('suggestedBreak')
  expect(first?.child(1).attrs).toEqual({ type: null, attrs: null })
  expect(marks?.[0]).toContainEqual(['insertion', { ...origin, id: '' }])
  expect(marks?.[0]).toContainEqual(['code', {}])
  expect(marks?.[2]).toEqual([
    ['deletion', origin],
    ['deletion', { ...origin, by: 'luz' }],
  ])
})
