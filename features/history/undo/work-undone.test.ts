import { expect, it } from 'vitest'
import * as Y from 'yjs'

import type { Edit } from '#features/history/testing/life-of-edits'
import { workUndoneIn } from '#features/history/testing/work-undone-in'

const block = (name: string, text: string, attributes: Record<string, string> = {}) => {
  const element = new Y.XmlElement(name)
  element.insert(0, [new Y.XmlText(text)])
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value)
  return element
}
const textIn = (body: Y.XmlFragment, index: number) => (body.get(index) as Y.XmlElement).get(0) as Y.XmlText
const setIn = (body: Y.XmlFragment, index: number, name: string, value: string) =>
  (body.get(index) as Y.XmlElement).setAttribute(name, value)

const start = (...texts: string[]): Edit => [
  'ana',
  (body) =>
    body.insert(
      0,
      texts.map((text) => block('paragraph', text)),
    ),
]
const types = (by: string, index: number, at: number, text: string): Edit => [
  by,
  (body) => textIn(body, index).insert(at, text),
]
const deletes = (by: string, index: number, at: number, length: number): Edit => [
  by,
  (body) => textIn(body, index).delete(at, length),
]
const formats = (by: string, index: number, [at, length]: [number, number], marks: object): Edit => [
  by,
  (body) => textIn(body, index).format(at, length, marks),
]
const bold = { bold: {} }
/** Enter in a line: what is behind it is taken away and written anew in a block of its own. */
const splits = (by: string, index: number, at: number): Edit => [
  by,
  (body) => {
    const text = textIn(body, index)
    const tail = text.toString().slice(at)
    text.delete(at, tail.length)
    body.insert(index + 1, [block('paragraph', tail)])
  },
]
const joins = (by: string, index: number): Edit => [
  by,
  (body) => {
    const tail = textIn(body, index + 1).toString()
    body.delete(index + 1, 1)
    textIn(body, index).insert(textIn(body, index).length, tail)
  },
]
const remakes = (by: string, index: number, name: string): Edit => [
  by,
  (body) => {
    const text = textIn(body, index).toString()
    body.delete(index, 1)
    body.insert(index, [block(name, text)])
  },
]
const moves = (by: string, from: number, to: number): Edit => [
  by,
  (body) => {
    const text = textIn(body, from).toString()
    body.delete(from, 1)
    body.insert(to, [block('paragraph', text)])
  },
]
const itemOf = (text: string) => {
  const item = new Y.XmlElement('listItem')
  item.insert(0, [block('paragraph', text)])
  return item
}
const table = () => {
  const rows = ['a', 'b'].map((letter) => {
    const row = new Y.XmlElement('tableRow')
    row.insert(
      0,
      ['1', '2'].map((number) => {
        const cell = new Y.XmlElement('tableCell')
        cell.insert(0, [block('paragraph', letter + number)])
        return cell
      }),
    )
    return row
  })
  const element = new Y.XmlElement('table')
  element.insert(0, rows)
  return element
}
const cellText = (body: Y.XmlFragment) => {
  const row = (body.get(1) as Y.XmlElement).get(1) as Y.XmlElement
  return ((row.get(0) as Y.XmlElement).get(0) as Y.XmlElement).get(0) as Y.XmlText
}
const ofBo = { of: ['bo'] }

it('takes away what they typed, and leaves what others typed within', () => {
  const { text, shown } = workUndoneIn(
    [start('Bread'), types('bo', 0, 5, ' and stones'), types('ana', 0, 9, ' no'), types('bo', 0, 0, 'X')],
    ofBo,
  )
  expect(text).toEqual(['Bread no'])
  expect(shown).toEqual(['-X-Bread- and- no- stones-'])
})

it('brings back what they deleted, but for what others deleted after', () => {
  const { text, shown } = workUndoneIn(
    [
      start('Bread and water', 'Salt'),
      deletes('bo', 0, 5, 4),
      deletes('ana', 0, 0, 2),
      ['bo', (body) => body.delete(1, 1)],
    ],
    ofBo,
  )
  expect(text).toEqual(['ead and water', 'Salt'])
  expect(shown).toEqual(['ead+ and+ water', '+Salt+'])
})

it('leaves what they did before, and what somebody else did', () => {
  const edits = [
    start('one'),
    types('bo', 0, 3, ' two'),
    types('eva', 0, 7, ' three'),
    types('bo', 0, 13, ' four'),
  ]
  expect(workUndoneIn(edits, { of: ['bo'], since: 3 }).text).toEqual(['one two three'])
  expect(workUndoneIn(edits, { of: ['eva'], since: 1 }).text).toEqual(['one two four'])
  const nothing = workUndoneIn(edits, { of: ['ana'], since: 1 })
  expect(nothing).toMatchObject({ text: ['one two three four'], shown: [] })
})

it('shows nothing where of all they did nothing is left', () => {
  const edits = [start('one'), types('bo', 0, 3, ' two'), deletes('ana', 0, 3, 4)]
  expect(workUndoneIn(edits, ofBo)).toMatchObject({ text: ['one'], shown: [] })
})

it('gives letters the format they had, unless somebody else gave them another since', () => {
  const edits: Edit[] = [
    start('one two'),
    formats('ana', 0, [0, 3], bold),
    formats('bo', 0, [0, 7], { bold: null, italic: {} }),
    formats('eva', 0, [4, 3], bold),
  ]
  expect(workUndoneIn(edits, ofBo).text).toEqual(['*one* *two*'])
  expect(workUndoneIn(edits, ofBo).shown).toEqual(['*one* *two*'])
})

it('leaves a format that others made to reach farther', () => {
  const edits: Edit[] = [start('one two'), formats('bo', 0, [0, 3], bold), formats('ana', 0, [0, 7], bold)]
  expect(workUndoneIn(edits, ofBo).text).toEqual(['one* two*'])
})

it('takes away what they wrote, though others formatted it, and keeps what they only formatted', () => {
  const edits: Edit[] = [start('one'), types('bo', 0, 3, ' two'), formats('ana', 0, [2, 3], bold)]
  expect(workUndoneIn(edits, ofBo).text).toEqual(['on*e*'])
})

it('gives attributes the value they had, unless somebody else set or took away another since', () => {
  const edits: Edit[] = [
    start('one', 'two', 'three'),
    ['ana', (body) => [0, 1, 2].forEach((index) => setIn(body, index, 'align', 'center'))],
    ['bo', (body) => [0, 1, 2].forEach((index) => setIn(body, index, 'align', 'right'))],
    ['eva', (body) => setIn(body, 1, 'align', 'justify')],
    ['eva', (body) => (body.get(2) as Y.XmlElement).removeAttribute('align')],
  ]
  expect(workUndoneIn(edits, ofBo).text).toEqual(['center one', 'justify two', 'three'])
})

it('leaves a block that they made to others who write in it', () => {
  const edits: Edit[] = [
    start('one'),
    ['bo', (body) => body.insert(1, [block('heading', 'two'), block('paragraph', 'three')])],
    types('ana', 1, 3, ' of hers'),
    ['bo', (body) => body.delete(1, 1)],
  ]
  expect(workUndoneIn(edits, ofBo).text).toEqual(['one', 'heading  of hers'])
  expect(workUndoneIn(edits.slice(0, 3), ofBo).text).toEqual(['one', 'heading  of hers'])
})

it('joins what they split, with what others wrote on both sides since', () => {
  const edits = [
    start('one two'),
    splits('bo', 0, 3),
    types('ana', 0, 3, ','),
    types('ana', 1, 4, ' three'),
    types('eva', 1, 0, '>'),
  ]
  expect(workUndoneIn(edits, ofBo).text).toEqual(['one,> two three'])
  expect(workUndoneIn(edits, ofBo).shown).toEqual(['one,> two three'])
})

it('leaves a break that others have come to need', () => {
  const between: Edit = ['ana', (body) => body.insert(1, [block('paragraph', 'between')])]
  expect(workUndoneIn([start('one two'), splits('bo', 0, 3), between], ofBo).text).toEqual([
    'one',
    'between',
    ' two',
  ])
  const aligned: Edit = ['ana', (body) => setIn(body, 1, 'align', 'center')]
  expect(workUndoneIn([start('one two'), splits('bo', 0, 3), aligned], ofBo).text).toEqual([
    'one',
    'center  two',
  ])
  expect(
    workUndoneIn([start('one two'), splits('bo', 0, 3), remakes('ana', 1, 'heading')], ofBo).text,
  ).toEqual(['one', 'heading  two'])
})

it('parts what they joined, each with what others wrote in it since', () => {
  const edits = [
    start('one', 'two'),
    joins('bo', 0),
    types('ana', 0, 6, '!'),
    types('ana', 0, 3, ','),
    types('ana', 0, 0, '>'),
  ]
  expect(workUndoneIn(edits, ofBo).text).toEqual(['>one,', 'two!'])
})

it('puts back what they moved, or made another block of, with what others did in it since', () => {
  const edits = [
    start('one', 'two', 'three'),
    moves('bo', 0, 2),
    types('ana', 2, 3, '!'),
    formats('eva', 2, [0, 2], bold),
  ]
  expect(workUndoneIn(edits, ofBo).text).toEqual(['*on*e!', 'two', 'three'])
  const styled: Edit[] = [
    start('one'),
    remakes('bo', 0, 'heading'),
    ['ana', (body) => setIn(body, 0, 'align', 'center')],
    types('ana', 0, 0, '>'),
  ]
  expect(workUndoneIn(styled, ofBo).text).toEqual(['center >one'])
})

it('leaves deleted what others deleted where they had moved it to', () => {
  const edits = [
    start('one', 'two', 'three'),
    moves('bo', 0, 2),
    ['ana', (body: Y.XmlFragment) => body.delete(2, 1)] as const,
  ]
  expect(workUndoneIn(edits, ofBo).text).toEqual(['two', 'three'])
  expect(workUndoneIn([start('one two'), splits('bo', 0, 3), deletes('ana', 1, 0, 2)], ofBo).text).toEqual([
    'onewo',
  ])
})

it('leaves what they moved where it is, if others have done away with its place', () => {
  const edits = [
    start('zero', 'one two'),
    splits('bo', 1, 3),
    ['ana', (body: Y.XmlFragment) => body.delete(1, 1)] as const,
  ]
  expect(workUndoneIn(edits, ofBo).text).toEqual(['zero', ' two'])
})

it('deletes again what they brought back after somebody had deleted it', () => {
  const edits = [start('one two'), deletes('bo', 0, 3, 4), types('bo', 0, 3, ' two'), types('ana', 0, 7, '!')]
  expect(workUndoneIn(edits, { of: ['bo'], since: 2 }).text).toEqual(['one!'])
  expect(workUndoneIn(edits, ofBo).text).toEqual(['one two!'])
})

it('brings back what they made a list of, and leaves that to the items of others', () => {
  const edits: Edit[] = [
    start('milk'),
    [
      'bo',
      (body) => {
        const list = new Y.XmlElement('bulletList')
        list.insert(0, ['milk', 'mud'].map(itemOf))
        body.delete(0, 1)
        body.insert(0, [list])
      },
    ],
    ['ana', (body) => (body.get(0) as Y.XmlElement).insert(2, [itemOf('eggs')])],
  ]
  expect(workUndoneIn(edits, ofBo).text).toEqual(['(bulletList (listItem eggs))', 'milk'])
})

it('keeps a table whole in which others have written', () => {
  const edits: Edit[] = [
    start('one'),
    ['bo', (body) => body.insert(1, [table()])],
    ['ana', (body) => cellText(body).insert(2, ' mine')],
  ]
  expect(workUndoneIn(edits, ofBo).text).toEqual([
    'one',
    '(table (tableRow (tableCell ) (tableCell )) (tableRow (tableCell  mine) (tableCell )))',
  ])
  expect(workUndoneIn(edits.slice(0, 2), ofBo).text).toEqual(['one'])
})

it('leaves what is newer than what is known, also within what goes', () => {
  const { text } = workUndoneIn([start('one', 'two'), types('bo', 0, 3, ' bad'), types('bo', 1, 0, 'X')], {
    of: ['bo'],
    later: (body) => {
      textIn(body, 0).insert(5, 'NEW')
      textIn(body, 1).delete(0, 2)
      body.insert(2, [block('paragraph', 'end')])
    },
  })
  expect(text).toEqual(['oneNEW', 'wo', 'end'])
})
