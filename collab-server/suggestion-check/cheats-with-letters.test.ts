import { expect, it } from 'vitest'
import * as Y from 'yjs'

import { origin, textAt } from '#collab-server/suggestion-check/people-for-tests'
import { foreign, own, refusals, type Refused } from '#collab-server/suggestion-check/world-for-tests'

const cheats: readonly Refused[] = [
  ['deletes a letter', 'takes letters away', (doc) => textAt(doc, 0).delete(2, 1)],
  ["deletes a letter of another's suggestion", 'takes letters away', (doc) => textAt(doc, 2).delete(2, 1)],
  ["deletes an editor's letters in an own block", 'takes letters away', (doc) => textAt(doc, 5).delete(4, 1)],
  [
    'deletes and writes the same again',
    'takes letters away',
    (doc) => {
      textAt(doc, 0).delete(0, 5)
      textAt(doc, 0).insert(0, 'Hello')
    },
  ],
  [
    'deletes and suggests the same again',
    'takes letters away',
    (doc) => {
      textAt(doc, 0).delete(0, 5)
      textAt(doc, 0).insert(0, 'Hello', { ...own })
    },
  ],
  ['writes letters', 'adds letters that are not only suggested', (doc) => textAt(doc, 0).insert(2, 'X')],
  [
    'writes letters in an own block',
    'adds letters that are not only suggested',
    (doc) => textAt(doc, 3).insert(0, 'X', { insertion: null as never }),
  ],
  [
    'writes one line break',
    'adds letters that are not only suggested',
    (doc) => textAt(doc, 0).insert(2, '\n'),
  ],
  [
    'suggests as somebody else',
    'adds letters that are not only suggested',
    (doc) => textAt(doc, 0).insert(2, 'X', { ...foreign }),
  ],
  [
    "puts its own under another's suggestion",
    "puts its own under another's suggestion",
    (doc) => textAt(doc, 0).insert(2, 'X', { insertion: origin('ana', 'luz-1') }),
  ],
  [
    'suggests as nobody',
    'adds letters that are not only suggested',
    (doc) => textAt(doc, 0).insert(2, 'X', { insertion: {} }),
  ],
  [
    'suggests under no id',
    'adds letters that are not only suggested',
    (doc) => textAt(doc, 0).insert(2, 'X', { insertion: { by: 'ana', at: 1 } }),
  ],
  [
    'suggests with a text',
    'adds letters that are not only suggested',
    (doc) => textAt(doc, 0).insert(2, 'X', { insertion: 'ana' as never }),
  ],
  [
    'suggests as itself and somebody else',
    'adds letters that are not only suggested',
    (doc) => textAt(doc, 0).insert(2, 'X', { ...own, 'insertion--AAAAAAAA': origin('luz') }),
  ],
  [
    'strikes as somebody else',
    'changes letters',
    (doc) => textAt(doc, 0).format(2, 2, { 'deletion--DDDDDDDD': origin('luz') }),
  ],
  [
    'strikes own new letters as somebody else',
    'adds letters that are not only suggested',
    (doc) => textAt(doc, 0).insert(2, 'X', { ...own, 'deletion--DDDDDDDD': origin('luz') }),
  ],
  ['makes letters bold', 'changes letters', (doc) => textAt(doc, 0).format(0, 2, { bold: {} })],
  ['makes bold letters plain', 'changes letters', (doc) => textAt(doc, 0).format(6, 2, { bold: null })],
  [
    'makes a letter a link',
    'changes letters',
    (doc) => textAt(doc, 0).format(6, 2, { link: { href: 'https://x.org' } }),
  ],
  ['calls letters its own', 'changes letters', (doc) => textAt(doc, 0).format(0, 2, { ...own })],
  ["calls another's letters its own", 'changes letters', (doc) => textAt(doc, 2).format(1, 4, { ...own })],
  ['gives its letters to another', 'changes letters', (doc) => textAt(doc, 1).format(1, 4, { ...foreign })],
  [
    'accepts one letter of its own',
    'changes letters',
    (doc) => textAt(doc, 1).format(2, 1, { insertion: null }),
  ],
  ["makes another's suggestion bold", 'changes letters', (doc) => textAt(doc, 2).format(1, 2, { bold: {} })],
  [
    'comments',
    'changes letters',
    (doc) => textAt(doc, 0).format(1, 2, { 'comment--BBBBBBBB': { thread: 'u' } }),
  ],
  [
    'comments its own letters',
    'changes letters',
    (doc) => textAt(doc, 1).format(1, 2, { 'comment--BBBBBBBB': { thread: 'u' } }),
  ],
  [
    'puts a picture into a text',
    'puts something into a text, or takes it out',
    (doc) => textAt(doc, 0).insertEmbed(2, { image: 'x' }, { ...own }),
  ],
  [
    'puts a block into a text',
    'puts something into a text, or takes it out',
    (doc) => textAt(doc, 0).insertEmbed(2, new Y.XmlElement('paragraph'), { ...own }),
  ],
  [
    'puts a map into a text',
    'puts something into a text, or takes it out',
    (doc) => textAt(doc, 0).insertEmbed(2, new Y.Map(), { ...own }),
  ],
  ['says something of a text', 'says something of a text', (doc) => textAt(doc, 0).setAttribute('x', 'y')],
  [
    'opens a note around letters',
    'adds letters that are not only suggested',
    (doc) => {
      const edge = { ...own, inlineObject: { type: 'footnote', values: {} } }
      textAt(doc, 0).insert(2, '\uFFF9', edge)
      textAt(doc, 0).insert(6, '\uFFFB', edge)
    },
  ],
  [
    'ends a note early',
    'adds letters that are not only suggested',
    (doc) => textAt(doc, 8).insert(3, '\uFFFB', { ...own, inlineObject: { type: 'footnote', values: {} } }),
  ],
  [
    'makes own letters an edge of a note',
    'changes letters',
    (doc) => textAt(doc, 1).format(1, 1, { inlineObject: { type: 'footnote', values: {} } }),
  ],
  [
    'makes code unreadable by a bold letter',
    'breaks a block',
    (doc) => textAt(doc, 7).insert(1, 'X', { ...own, bold: {} }),
  ],
  [
    'makes code unreadable by a proposed look',
    'breaks a block',
    (doc) =>
      textAt(doc, 7).format(0, 2, { 'formatting--AAAAAAAA': { ...origin('ana'), mark: 'bold', on: true } }),
  ],
  [
    'cuts an emoji by writing into it',
    'cuts a letter in two',
    (doc) => textAt(doc, 0).insert(18, 'X', { ...own }),
  ],
  [
    'cuts an emoji by striking half of it',
    'cuts a letter in two',
    (doc) => textAt(doc, 0).format(17, 1, { 'deletion--DDDDDDDD': origin('ana') }),
  ],
]

it.each(cheats)('whoever %s is refused since it %s', (_what, why, change) => {
  // The mirror is as before.
  expect(refusals(change)).toEqual([why, null])
})
