import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'

import {
  block,
  blockAt,
  body,
  origin,
  rejected,
  shown,
  text,
  textAt,
} from '#collab-server/suggestion-check/people-for-tests'
import { own, said, world } from '#collab-server/suggestion-check/world-for-tests'

type Row = [what: string, change: (doc: Y.Doc) => void]

const honest: Row[] = [
  ['letters typed', (doc) => textAt(doc, 0).insert(3, 'XY', { ...own })],
  ['letters typed at the end', (doc) => textAt(doc, 0).insert(textAt(doc, 0).length, 'XY', { ...own })],
  ['bold letters typed in bold ones', (doc) => textAt(doc, 0).insert(8, 'XY', { ...own, bold: {} })],
  ['letters typed in an empty line', (doc) => textAt(doc, 10).insert(0, 'XY', { ...own })],
  ['letters typed in code', (doc) => textAt(doc, 7).insert(2, 'XY', { ...own })],
  ['letters typed in a note', (doc) => textAt(doc, 8).insert(3, 'XY', { ...own })],
  ['letters struck', (doc) => textAt(doc, 0).format(2, 6, { 'deletion--CCCCCCCC': origin('ana') })],
  [
    'letters struck with hers among them',
    (doc) => textAt(doc, 2).format(0, 6, { 'deletion--CCCCCCCC': origin('ana') }),
  ],
  [
    'letters replaced',
    (doc) => {
      textAt(doc, 0).format(0, 5, { 'deletion--CCCCCCCC': origin('ana') })
      textAt(doc, 0).insert(5, 'Bye', { ...own })
    },
  ],
  [
    'a look proposed',
    (doc) =>
      textAt(doc, 0).format(0, 5, { 'formatting--CCCCCCCC': { ...origin('ana'), mark: 'bold', on: true } }),
  ],
  ['own letters taken back', (doc) => textAt(doc, 1).delete(1, 4)],
  ['half of them', (doc) => textAt(doc, 1).delete(2, 2)],
  ['own letters made bold', (doc) => textAt(doc, 1).format(1, 4, { bold: {} })],
  ['own letters in another card', (doc) => textAt(doc, 1).format(1, 4, { insertion: origin('ana', 's2') })],
  ['letters typed among own', (doc) => textAt(doc, 1).insert(3, 'XY', { ...own })],
  ['letters typed among hers', (doc) => textAt(doc, 2).insert(3, 'XY', { ...own })],
  [
    'a break',
    (doc) =>
      textAt(doc, 0).insert(3, '\uFFFC', { ...own, inlineObject: { type: 'suggestedBreak', values: {} } }),
  ],
  ['a new block', (doc) => body(doc).insert(1, [block('paragraph', said('insert'), text(['XY', own]))])],
  ['an empty new block', (doc) => body(doc).insert(1, [block('paragraph', said('insert'), text())])],
  ['a new image', (doc) => body(doc).insert(1, [block('image', said('insert'))])],
  [
    'a new list',
    (doc) =>
      body(doc).insert(1, [
        block('bulletList', said('insert'), block('listItem', {}, block('paragraph', {}, text(['XY', own])))),
      ]),
  ],
  [
    'a new table',
    (doc) =>
      body(doc).insert(13, [
        block(
          'table',
          said('insert'),
          block('tableRow', {}, block('tableCell', {}, block('paragraph', {}, text()))),
        ),
      ]),
  ],
  [
    'a new item',
    (doc) =>
      blockAt(doc, 6).insert(1, [
        block('listItem', said('insert'), block('paragraph', {}, text(['XY', own]))),
      ]),
  ],
  [
    'a line in an own quote',
    (doc) => blockAt(doc, 12).insert(1, [block('paragraph', {}, text(['XY', own]))]),
  ],
  ['one of its lines gone', (doc) => blockAt(doc, 12).delete(0, 1)],
  ['an own block taken back', (doc) => body(doc).delete(3, 1)],
  ['an own quote taken back', (doc) => body(doc).delete(12, 1)],
  ['an own block aligned', (doc) => blockAt(doc, 3).setAttribute('align', 'center')],
  [
    'another block to be deleted',
    (doc) => blockAt(doc, 0).setAttribute('suggestion', said('delete').suggestion as never),
  ],
  [
    'a block to be joined',
    (doc) => blockAt(doc, 1).setAttribute('suggestion', said('join').suggestion as never),
  ],
  [
    'a block to be changed',
    (doc) => {
      const to = { type: 'heading', attrs: { level: 2 } }
      blockAt(doc, 0).setAttribute('suggestion', said('change', 'ana', { to }).suggestion as never)
    },
  ],
  ['nothing', () => undefined],
  ['a text beside an empty one', (doc) => blockAt(doc, 10).insert(1, [text(['XY', own])])],
]

/** What an editor may leave too that tidies up in a text which has changed meanwhile: taken, and put right. */
const undone: Row[] = [
  ["unstrikes another's", (doc) => textAt(doc, 11).format(0, 5, { 'deletion--AAAAAAAA': null })],
  ["makes another's suggestion text", (doc) => textAt(doc, 2).format(1, 4, { insertion: null })],
  ['accepts its own', (doc) => textAt(doc, 1).format(1, 4, { insertion: null })],
  ['takes a comment away', (doc) => textAt(doc, 2).format(6, 1, { 'comment--AAAAAAAA': null })],
]

describe('somebody who may only suggest', () => {
  it.each(honest)('may send: %s', (_what, change) => {
    const people = world()
    const before = people.edit(() => undefined).doc
    const { update, doc } = people.edit(change)
    expect(people.check(update, 'ana')).toBeNull()
    expect(rejected(doc)).toEqual(rejected(before))
  })

  it.each(undone)('%s, which comes to nothing', (_what, change) => {
    const people = world()
    const before = people.edit(() => undefined).doc
    const { update, doc } = people.edit(change)
    const { refusal, mend } = people.judge(update, 'ana')
    expect(refusal).toBeNull()
    Y.applyUpdate(doc, mend ?? Uint8Array.of())
    expect(shown(doc).toJSON()).toEqual(shown(before).toJSON())
  })
})
