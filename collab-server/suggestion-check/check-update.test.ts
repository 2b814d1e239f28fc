import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'

import {
  block,
  blockAt,
  body,
  origin,
  People,
  rejected,
  shown,
  text,
  textAt,
} from '#collab-server/suggestion-check/people-for-tests'

const own = { insertion: origin('ana') }
const foreign = { insertion: origin('luz') }
const said = (kind: string, by = 'ana', more: object = {}) => ({
  suggestion: { ...origin(by), kind, ...more },
})

/**
 * 0 text of nobody, 1 ana's letters, 2 luz's, 3 ana's block, 4 luz's, 5 ana's with a line of an editor in it, 6 a
 * list, 7 code, 8 a note, 9 an image, 10 an empty line, 11 a heading that luz would delete, 12 a quote of ana's, 13 a
 * list with an empty line
 */
function world(): People {
  return new People((doc) => {
    body(doc).insert(0, [
      block('paragraph', {}, text('Hello ', ['bold', { bold: {} }], ' world 😀.')),
      block('paragraph', {}, text('a', ['mine', own], 'b')),
      block(
        'paragraph',
        {},
        text('a', ['hers', foreign], 'b', ['c', { 'comment--AAAAAAAA': { thread: 't' } }]),
      ),
      block('paragraph', said('insert'), text(['new', own])),
      block('paragraph', said('insert', 'luz'), text(['hers', foreign])),
      block('heading', { level: 2, ...said('insert') }, text(['new', own], 'editor')),
      block('bulletList', {}, block('listItem', {}, block('paragraph', {}, text('one')))),
      block('codeBlock', { language: 'js' }, text('let x')),
      block(
        'paragraph',
        {},
        text(
          'x',
          ['\uFFF9', { inlineObject: { type: 'footnote', values: {} } }],
          'note',
          ['\uFFFB', { inlineObject: { type: 'footnote', values: {} } }],
          'y',
        ),
      ),
      block('image', { alt: 'a cat' }),
      block('paragraph', {}, text()),
      block(
        'heading',
        { level: 1, ...said('delete', 'luz') },
        text(['Title', { 'deletion--AAAAAAAA': origin('luz') }]),
      ),
      block('blockquote', said('insert'), block('paragraph', {}, text(['quoted', own]))),
      block(
        'bulletList',
        {},
        block(
          'listItem',
          {},
          block('paragraph'),
          block('blockquote', {}, block('paragraph', {}, text('kept'))),
        ),
      ),
    ])
    doc.getMap('meta').set('title', 'T')
  })
}

type Row = [what: string, change: (doc: Y.Doc) => void]
type Refused = [what: string, why: string, change: (doc: Y.Doc) => void]

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

const cheats: Refused[] = [
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
  ['deletes a block', 'takes a block away', (doc) => body(doc).delete(0, 1)],
  ['deletes an empty block', 'takes a block away', (doc) => body(doc).delete(10, 1)],
  ['deletes the text of an empty block', 'takes a text away', (doc) => blockAt(doc, 10).delete(0, 1)],
  ['deletes an image', 'takes a block away', (doc) => body(doc).delete(9, 1)],
  ["deletes another's block", "takes another's suggestion away", (doc) => body(doc).delete(4, 1)],
  ["deletes an own block with an editor's letters", 'takes a text away', (doc) => body(doc).delete(5, 1)],
  ['deletes all', 'takes a block away', (doc) => body(doc).delete(0, body(doc).length)],
  ['deletes an item', 'takes a block away', (doc) => blockAt(doc, 6).delete(0, 1)],
  [
    'adds a block',
    'adds a block that is not only suggested',
    (doc) => body(doc).insert(0, [block('paragraph', {}, text())]),
  ],
  [
    'adds a block with suggested letters',
    'adds a block that is not only suggested',
    (doc) => body(doc).insert(0, [block('paragraph', {}, text(['X', own]))]),
  ],
  [
    "adds a block as another's",
    "is another's suggestion",
    (doc) => body(doc).insert(0, [block('paragraph', said('insert', 'luz'), text(['X', own]))]),
  ],
  [
    'adds a block to be deleted',
    'adds a block that is not only suggested',
    (doc) => body(doc).insert(0, [block('paragraph', said('delete'), text(['X', own]))]),
  ],
  [
    'adds a block with letters',
    'adds letters that are not only suggested',
    (doc) => body(doc).insert(0, [block('paragraph', said('insert'), text('X'))]),
  ],
  [
    "adds a block with another's letters",
    'adds letters that are not only suggested',
    (doc) => body(doc).insert(0, [block('paragraph', said('insert'), text(['X', foreign]))]),
  ],
  [
    'adds a quote with an image in it',
    'adds a block that is not only suggested',
    (doc) => body(doc).insert(0, [block('blockquote', said('insert'), block('image'))]),
  ],
  [
    'adds an image to an own quote',
    'adds a block that is not only suggested',
    (doc) => blockAt(doc, 12).insert(1, [block('image')]),
  ],
  [
    'adds a block that there is none of',
    'adds a block that is none',
    (doc) => body(doc).insert(0, [block('chart', said('insert'))]),
  ],
  [
    'adds an unknown block',
    'says what cannot be said of a block',
    (doc) => body(doc).insert(0, [block('unknownBlock', said('insert'))]),
  ],
  [
    'adds an item beside the blocks',
    'adds a block where it cannot stand',
    (doc) => body(doc).insert(0, [block('listItem', said('insert'), block('paragraph', {}, text()))]),
  ],
  [
    'breaks a list by a paragraph in it',
    'breaks a block',
    (doc) => blockAt(doc, 6).insert(0, [block('paragraph', said('insert'), text())]),
  ],
  [
    'breaks an item by what is before its line',
    'breaks a block',
    (doc) => blockAt(doc, 6, 0).insert(0, [block('image', said('insert'))]),
  ],
  [
    'breaks a paragraph by a block in it',
    'breaks a block',
    (doc) => blockAt(doc, 0).insert(1, [block('paragraph', said('insert'), text())]),
  ],
  [
    'breaks an image by letters in it',
    'breaks a block',
    (doc) => blockAt(doc, 9).insert(0, [text(['X', own])]),
  ],
  [
    'hides an empty line by a block in it',
    'breaks a block',
    (doc) => blockAt(doc, 10).insert(1, [block('paragraph', said('insert'))]),
  ],
  [
    'hides a list by a block in an empty line of it',
    'breaks a block',
    (doc) => blockAt(doc, 13, 0, 0).insert(0, [block('paragraph', said('insert'))]),
  ],
  ['writes beside the blocks', 'writes beside the blocks', (doc) => body(doc).insert(0, [text(['X', own])])],
  ['adds a hook', 'adds what is no block', (doc) => body(doc).insert(0, [new Y.XmlHook('x')] as never)],
  ['turns a block', 'changes a block', (doc) => blockAt(doc, 0).setAttribute('align', 'center')],
  [
    'says of an own block what no block can say',
    'says what cannot be said of a block',
    (doc) => blockAt(doc, 3).setAttribute('k1', 'x'),
  ],
  [
    'adds a block that says what no block can say',
    'says what cannot be said of a block',
    (doc) => body(doc).insert(0, [block('paragraph', { ...said('insert'), k1: 'x' })]),
  ],
  ['changes a level', 'changes a block', (doc) => blockAt(doc, 11).setAttribute('level', 3 as never)],
  [
    "changes the level of an own heading that has an editor's letters",
    'changes a block',
    (doc) => blockAt(doc, 5).setAttribute('level', 3 as never),
  ],
  ['changes a language', 'changes a block', (doc) => blockAt(doc, 7).removeAttribute('language')],
  [
    'makes an own block part of the text',
    'makes a block of its own part of the text',
    (doc) => blockAt(doc, 3).removeAttribute('suggestion'),
  ],
  [
    'makes an own new block one to be deleted',
    'makes a block of its own part of the text',
    (doc) => blockAt(doc, 3).setAttribute('suggestion', said('delete').suggestion as never),
  ],
  [
    'calls a block new',
    'calls a block new that is not',
    (doc) => blockAt(doc, 10).setAttribute('suggestion', said('insert').suggestion as never),
  ],
  [
    'calls an image new',
    'calls a block new that is not',
    (doc) => blockAt(doc, 9).setAttribute('suggestion', said('insert').suggestion as never),
  ],
  [
    "takes another's suggestion away",
    "changes another's suggestion",
    (doc) => blockAt(doc, 11).removeAttribute('suggestion'),
  ],
  [
    "takes the place of another's suggestion",
    "changes another's suggestion",
    (doc) => blockAt(doc, 11).setAttribute('suggestion', said('join').suggestion as never),
  ],
  [
    'suggests of a block as another',
    "changes another's suggestion",
    (doc) => blockAt(doc, 0).setAttribute('suggestion', said('join', 'luz').suggestion as never),
  ],
  [
    'suggests what is no suggestion',
    "changes another's suggestion",
    (doc) => blockAt(doc, 0).setAttribute('suggestion', { by: 'ana' } as never),
  ],
  ['changes the title', 'changes something beside the text', (doc) => doc.getMap('meta').set('title', 'X')],
  ['takes the title away', 'changes something beside the text', (doc) => doc.getMap('meta').delete('title')],
  [
    'writes to another root',
    'changes something beside the text',
    (doc) => doc.getText('other').insert(0, 'X'),
  ],
  ['puts a map into the body', 'adds what is no block', (doc) => body(doc).insert(0, [new Y.Map()] as never)],
  [
    'nests deeper than is shown',
    'is too deep',
    (doc) => {
      let inner = block('blockquote', {}, block('paragraph', {}, text()))
      for (let depth = 0; depth < 70; depth++) inner = block('blockquote', {}, inner)
      body(doc).insert(0, [block('blockquote', said('insert'), inner)])
    },
  ],
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

  it.each(cheats)('%s, and is refused since it %s', (_what, why, change) => {
    const people = world()
    expect(people.check(people.edit(change).update, 'ana')).toBe(why)
    // The mirror is as before.
    const { update } = people.edit((doc) => textAt(doc, 0).insert(3, 'XY', { ...own }), 501)
    expect(people.check(update, 'ana')).toBeNull()
  })
})
