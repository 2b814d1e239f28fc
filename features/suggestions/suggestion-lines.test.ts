import { getSchema } from '@tiptap/core'
import { expect, it } from 'vitest'

import { suggestionLines } from '#features/suggestions/suggestion-lines'
import { listSuggestions } from '#features/suggestions/suggestion-list'
import { documentExtensions } from '#schema/document-extensions'

const schema = getSchema(documentExtensions())
const origin = (id: string, by = 'ana') => ({ by, id, at: 1 })
const mark = (type: string, id: string, more: object = {}) => ({ type, attrs: { ...origin(id), ...more } })
const t = (text: string, ...marks: object[]) => ({ type: 'text', text, marks })
const p = (...content: object[]) => ({ type: 'paragraph', content })
const said = (type: string, id: string, kind: string, more: object = {}, ...content: object[]) => ({
  type,
  attrs: { suggestion: { ...origin(id), kind, ...more } },
  content,
})
const list = (...content: object[]) => ({ type: 'bulletList', content })

const linesOf = (...content: object[]) =>
  listSuggestions(schema.nodeFromJSON({ type: 'doc', content })).map(suggestionLines)

const rows: [string, object[], object][] = [
  ['added letters', [p(t('a'), t('new', mark('insertion', '1')))], { kind: 'add', text: 'new' }],
  ['struck letters', [p(t('old', mark('deletion', '1')), t('b'))], { kind: 'delete', text: 'old' }],
  [
    'letters in place of others, over a word that both have',
    [p(t('old', mark('deletion', '1')), t('x'), t('new', mark('insertion', '1')))],
    { kind: 'replace', deleted: 'old', inserted: 'new' },
  ],
  [
    'looks',
    [
      p(
        t('a', mark('formatting', '1', { mark: 'bold', on: true })),
        t('b', mark('formatting', '1', { mark: 'bold', on: true })),
      ),
    ],
    { kind: 'format', formats: ['bold'], text: 'ab' },
  ],
  [
    'a new line',
    [p(t('a'), { type: 'suggestedBreak', marks: [mark('insertion', '1')] })],
    { kind: 'newParagraph', count: 1 },
  ],
  ['a joined line', [p(t('a')), said('paragraph', '1', 'join', {}, t('b'))], { kind: 'join', count: 1 }],
  [
    'a heading',
    [said('paragraph', '1', 'change', { to: { type: 'heading', attrs: { level: 2 } } }, t('a'))],
    { kind: 'become', block: 'heading2', text: 'a' },
  ],
  [
    'a list',
    [said('paragraph', '1', 'change', { to: { type: 'paragraph', attrs: {}, wrap: 'bulletList' } }, t('a'))],
    { kind: 'become', block: 'bulletList', text: 'a' },
  ],
  [
    'where it stands',
    [said('paragraph', '1', 'change', { to: { type: 'paragraph', attrs: { align: 'center' } } }, t('a'))],
    { kind: 'layout', block: 'paragraph', text: 'a' },
  ],
  [
    'a new divider',
    [said('horizontalRule', '1', 'insert')],
    { kind: 'insertBlock', block: 'horizontalRule', text: '' },
  ],
  [
    'a line that goes with its letters',
    [said('paragraph', '1', 'delete', {}, t('a', mark('deletion', '1'))), p()],
    { kind: 'deleteBlock', block: 'paragraph', text: 'a' },
  ],
  [
    'a line that moves',
    [
      said('paragraph', '1', 'delete', { pair: '1' }, t('a', mark('deletion', '1'))),
      said('paragraph', '1', 'insert', { pair: '1' }, t('a', mark('insertion', '1'))),
    ],
    { kind: 'moveBlock', block: 'paragraph', text: 'a' },
  ],
  [
    'an item that is indented',
    [
      list(
        said('listItem', '1', 'delete', { pair: '1' }, p(t('a', mark('deletion', '1')))),
        said('listItem', '1', 'delete', { pair: '1' }, p(t('b', mark('deletion', '1')))),
        said(
          'listItem',
          '1',
          'insert',
          { pair: '1' },
          p(t('a', mark('insertion', '1'))),
          list({ type: 'listItem', content: [p(t('b', mark('insertion', '1')))] }),
        ),
      ),
    ],
    { kind: 'indent', text: 'b' },
  ],
  [
    'lists that are put into a quote',
    [
      said(
        'bulletList',
        '1',
        'delete',
        { pair: '1' },
        { type: 'listItem', content: [p(t('a', mark('deletion', '1')))] },
      ),
      said(
        'blockquote',
        '1',
        'insert',
        { pair: '1' },
        list({ type: 'listItem', content: [p(t('a', mark('insertion', '1')))] }),
      ),
    ],
    { kind: 'become', block: 'blockquote', text: 'a' },
  ],
]

it.each(rows)('says %s as one line of one suggestion', (_, content, line) => {
  expect(linesOf(...content)).toEqual([[line]])
})

it('keeps what different people or moments suggest apart, in the order of the text', () => {
  const doc = schema.nodeFromJSON({
    type: 'doc',
    content: [
      p(t('a', mark('insertion', '2')), t('b', mark('insertion', '1')), t('c', mark('deletion', '2'))),
    ],
  })
  expect(
    listSuggestions(doc).map(({ id, from, inserted, deleted }) => [id, from, inserted, deleted]),
  ).toEqual([
    ['2', 1, 'a', 'c'],
    ['1', 2, 'b', ''],
  ])
})
