import { expect, it } from 'vitest'
import * as Y from 'yjs'

import { block, blockAt, body, text } from '#collab-server/suggestion-check/people-for-tests'
import { foreign, own, said, refusals, type Refused } from '#collab-server/suggestion-check/world-for-tests'

const cheats: readonly Refused[] = [
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

it.each(cheats)('whoever %s is refused since it %s', (_what, why, change) => {
  // The mirror is as before.
  expect(refusals(change)).toEqual([why, null])
})
