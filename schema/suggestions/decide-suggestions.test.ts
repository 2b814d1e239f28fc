import { getSchema } from '@tiptap/core'
import type { Node } from '@tiptap/pm/model'
import { describe, expect, it } from 'vitest'

import { documentExtensions } from '#schema/document-extensions'
import type { ChosenSuggestions } from '#schema/suggestions/decide-suggestions'
import { withSuggestions } from '#schema/suggestions/with-suggestions'
import { withoutSuggestions } from '#schema/suggestions/without-suggestions'

const schema = getSchema(documentExtensions())

const origin = (by = 'ana', id = 's1') => ({ by, id, at: 1 })
const mark = (name: string, attrs: object = {}) => ({ type: name, attrs })
const ins = (by?: string, id?: string) => mark('insertion', origin(by, id))
const del = (by?: string, id?: string) => mark('deletion', origin(by, id))
const bolded = (on: boolean) => mark('formatting', { ...origin(), mark: 'bold', on })
const t = (text: string, ...marks: object[]) => ({ type: 'text', text, marks })
const block = (type: string, content: object[] = [], attrs: object = {}) => ({ type, attrs, content })
const p = (...content: object[]) => block('paragraph', content)
const said = (kind: string, more: object = {}) => ({ suggestion: { ...origin(), kind, ...more } })
const pSaid = (kind: string, ...content: object[]) => block('paragraph', content, said(kind))
const breakHere = (attrs: object = {}) => ({ type: 'suggestedBreak', attrs, marks: [ins()] })
const item = (...content: object[]) => block('listItem', content)
const list = (...items: object[]) => block('bulletList', items)
const cell = (text: string, attrs: object = {}, ...marks: object[]) =>
  block('tableCell', [p(t(text, ...marks))], attrs)

function read(...content: object[]): Node {
  const doc = schema.nodeFromJSON({ type: 'doc', content })
  doc.check()
  return doc
}

const shown = (doc: Node): string => {
  doc.check()
  doc.descendants((node) => {
    if (!node.isInline) expect(node.attrs['suggestion']).toBeNull()
  })
  return doc.toString().slice(4, -1)
}

/** What is there, as rejected, as accepted. */
const rows: [string, object[], string, string][] = [
  [
    'a line taken out of a list that changes as a whole',
    [
      block(
        'bulletList',
        [
          item(p(t('a'))),
          item(
            block(
              'paragraph',
              [t('b')],
              said('change', { to: { type: 'paragraph', attrs: {}, lift: true } }),
            ),
          ),
          item(p(t('c'))),
        ],
        said('delete'),
      ),
    ],
    'bulletList(listItem(paragraph("a")), listItem(paragraph("b")), listItem(paragraph("c")))',
    'bulletList(listItem(paragraph("a"))), paragraph("b"), bulletList(listItem(paragraph("c")))',
  ],
  ['letters put in', [p(t('a'), t('b', ins()), t('c'))], 'paragraph("ac")', 'paragraph("abc")'],
  ['letters taken out', [p(t('a'), t('b', del()), t('c'))], 'paragraph("abc")', 'paragraph("ac")'],
  [
    'letters taken out by two',
    [p(t('a'), t('b', del(), del('luz', 's2')))],
    'paragraph("ab")',
    'paragraph("a")',
  ],
  [
    'letters replaced',
    [p(t('old', del()), t('new', ins()), t('.'))],
    'paragraph("old.")',
    'paragraph("new.")',
  ],
  ['letters of one that another strikes', [p(t('x', ins(), del('luz', 's2')))], 'paragraph', 'paragraph'],
  ['bold put on', [p(t('a', bolded(true)))], 'paragraph("a")', 'paragraph(bold("a"))'],
  ['bold taken off', [p(t('a', mark('bold'), bolded(false)))], 'paragraph(bold("a"))', 'paragraph("a")'],
  ['a break', [p(t('a'), breakHere(), t('b'))], 'paragraph("ab")', 'paragraph("a"), paragraph("b")'],
  [
    'a break behind a heading',
    [block('heading', [t('a'), breakHere({ type: 'paragraph' })], { level: 2 })],
    'heading("a")',
    'heading("a"), paragraph',
  ],
  [
    'a break in a list',
    [list(item(p(t('a'), breakHere({ type: 'listItem' }), t('b', ins()))))],
    'bulletList(listItem(paragraph("a")))',
    'bulletList(listItem(paragraph("a")), listItem(paragraph("b")))',
  ],
  [
    'a break to what there is none of',
    [p(t('a'), breakHere({ type: 'chart', attrs: { x: 1 } }), t('b'))],
    'paragraph("ab")',
    'paragraph("a"), paragraph("b")',
  ],
  [
    'a new block',
    [p(t('a')), pSaid('insert', t('b', ins()))],
    'paragraph("a")',
    'paragraph("a"), paragraph("b")',
  ],
  [
    'a new block in which somebody wrote',
    [pSaid('insert', t('a', ins()), t('b'))],
    'paragraph("b")',
    'paragraph("ab")',
  ],
  ['a new block as the only one', [pSaid('insert', t('b', ins()))], 'paragraph', 'paragraph("b")'],
  [
    'a new list',
    [p(t('a')), block('bulletList', [item(p(t('b', ins())))], said('insert'))],
    'paragraph("a")',
    'paragraph("a"), bulletList(listItem(paragraph("b")))',
  ],
  [
    'a new list, each part of it said to be new',
    [
      p(t('a')),
      block(
        'bulletList',
        [block('listItem', [pSaid('insert', t('b', ins()))], said('insert'))],
        said('insert'),
      ),
    ],
    'paragraph("a")',
    'paragraph("a"), bulletList(listItem(paragraph("b")))',
  ],
  [
    'a new block with an image in it that nobody suggested',
    [block('blockquote', [block('image'), p(t('x', ins()))], said('insert')), p()],
    'blockquote(image, paragraph), paragraph',
    'blockquote(image, paragraph("x")), paragraph',
  ],
  ['a new image', [p(t('a')), block('image', [], said('insert'))], 'paragraph("a")', 'paragraph("a"), image'],
  ['an image that goes', [block('image', [], said('delete')), p()], 'image, paragraph', 'paragraph'],
  [
    'a block that goes',
    [p(t('a')), pSaid('delete', t('b', del()))],
    'paragraph("a"), paragraph("b")',
    'paragraph("a")',
  ],
  [
    'a block that goes, in which somebody wrote',
    [p(t('a')), pSaid('delete', t('b', del()), t('c'))],
    'paragraph("a"), paragraph("bc")',
    'paragraph("a"), paragraph("c")',
  ],
  ['the only block that goes', [pSaid('delete', t('b', del()))], 'paragraph("b")', 'paragraph'],
  [
    'the only item that goes',
    [list(block('listItem', [p(t('a', del()))], said('delete'))), p(t('b'))],
    'bulletList(listItem(paragraph("a"))), paragraph("b")',
    'paragraph("b")',
  ],
  [
    'a row and a column',
    [
      block('table', [
        block('tableRow', [cell('a'), cell('b', said('insert'), ins())]),
        block('tableRow', [cell('c', said('delete'), del()), cell('d', {}, del())], said('delete')),
      ]),
    ],
    'table(tableRow(tableCell(paragraph("a"))), tableRow(tableCell(paragraph("c")), tableCell(paragraph("d"))))',
    'table(tableRow(tableCell(paragraph("a")), tableCell(paragraph("b"))))',
  ],
  ['blocks joined', [p(t('a')), pSaid('join', t('b'))], 'paragraph("a"), paragraph("b")', 'paragraph("ab")'],
  [
    'a deletion across blocks',
    [p(t('a'), t('b', del())), pSaid('join', t('c', del())), pSaid('join', t('d', del()), t('e'))],
    'paragraph("ab"), paragraph("c"), paragraph("de")',
    'paragraph("ae")',
  ],
  [
    'a block joined to the last item of a list',
    [list(item(p(t('a')))), pSaid('join', t('b'))],
    'bulletList(listItem(paragraph("a"))), paragraph("b")',
    'bulletList(listItem(paragraph("ab")))',
  ],
  ['the first block joined', [pSaid('join', t('b'))], 'paragraph("b")', 'paragraph("b")'],
  [
    'a block joined to an image',
    [block('image'), pSaid('join', t('b'))],
    'image, paragraph("b")',
    'image, paragraph("b")',
  ],
  [
    'a paragraph that becomes a heading',
    [block('paragraph', [t('a')], said('change', { to: { type: 'heading', attrs: { level: 3 } } }))],
    'paragraph("a")',
    'heading("a")',
  ],
  [
    'a paragraph put into a list beside one',
    [
      list(item(p(t('a')))),
      block(
        'paragraph',
        [t('b')],
        said('change', { to: { type: 'paragraph', attrs: {}, wrap: 'bulletList' } }),
      ),
    ],
    'bulletList(listItem(paragraph("a"))), paragraph("b")',
    'bulletList(listItem(paragraph("a")), listItem(paragraph("b")))',
  ],
  [
    'a paragraph taken out of its quote',
    [
      block('blockquote', [
        block('paragraph', [t('b')], said('change', { to: { type: 'paragraph', attrs: {}, lift: true } })),
      ]),
    ],
    'blockquote(paragraph("b"))',
    'paragraph("b")',
  ],
  [
    'a list that becomes one of tasks',
    [block('bulletList', [item(p(t('a')))], said('change', { to: { type: 'taskList', attrs: {} } }))],
    'bulletList(listItem(paragraph("a")))',
    'taskList(taskItem(paragraph("a")))',
  ],
  [
    'letters of code',
    [block('codeBlock', [t('a', ins()), t('b', del())])],
    'codeBlock("b")',
    'codeBlock("a")',
  ],
  [
    'letters in code within a line',
    [p(t('a', mark('code'), ins()), t('b', mark('code'), del()))],
    'paragraph(code("b"))',
    'paragraph(code("a"))',
  ],
]

describe('suggestions of one person', () => {
  it.each(rows)('%s', (_what, content, rejected, accepted) => {
    expect(shown(withoutSuggestions(read(...content)))).toBe(rejected)
    expect(shown(withSuggestions(read(...content)))).toBe(accepted)
  })
})

describe('some of them', () => {
  const doc = read(
    p(t('a'), t('b', ins('ana', 's1')), t('c', ins('luz', 's2')), t('d', del('ana', 's3'))),
    block('paragraph', [], { suggestion: { ...origin('luz', 's4'), kind: 'insert' } }),
  )
  const text = (chosen: ChosenSuggestions, how = withSuggestions) => how(doc, chosen).textContent

  it.each<[string, ChosenSuggestions, string]>([
    ['by person', { by: 'luz' }, 'abd'],
    ['by card', { ids: new Set(['s1']) }, 'acd'],
    ['by place', { from: 3, to: 4 }, 'abd'],
    ['by a place within', { from: 0, to: 2 }, 'abcd'],
    ['by person and card', { by: 'luz', ids: new Set(['s1']) }, 'abcd'],
  ])('are rejected %s', (_what, chosen, left) => {
    expect(text(chosen, withoutSuggestions)).toBe(left)
  })

  it('leave those of others as they are', () => {
    const decided = withSuggestions(doc, { by: 'ana' })
    expect(decided.toString()).toBe('doc(paragraph("ab", insertion("c")), paragraph)')
    expect(decided.lastChild?.attrs['suggestion']).toMatchObject({ by: 'luz' })
  })

  it('a block that goes with what is in it takes no decision about the one behind it', () => {
    const two = read(
      block('bulletList', [block('listItem', [p(t('x', ins()))], said('insert'))], said('insert')),
      block('paragraph', [], { suggestion: { ...origin('luz', 's9'), kind: 'insert' } }),
    )
    const left = withoutSuggestions(two, { by: 'ana' })
    expect(left.toString()).toBe('doc(paragraph)')
    expect(left.firstChild?.attrs['suggestion']).toMatchObject({ by: 'luz' })
  })
})

it('a document without suggestions is the same object again', () => {
  const doc = read(p(t('a', mark('bold'))), list(item(p())))
  expect(withSuggestions(doc)).toBe(doc)
  expect(withoutSuggestions(doc)).toBe(doc)
})

it('a move is one block, there or here', () => {
  const pair = { pair: 'm1' }
  const moved = read(
    block('paragraph', [t('x', ins())], said('insert', pair)),
    p(t('a')),
    block('paragraph', [t('x', del())], said('delete', pair)),
  )
  expect(shown(withoutSuggestions(moved))).toBe('paragraph("a"), paragraph("x")')
  expect(shown(withSuggestions(moved))).toBe('paragraph("x"), paragraph("a")')
})
