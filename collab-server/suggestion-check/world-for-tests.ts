import type * as Y from 'yjs'

import { block, body, origin, People, text, textAt } from '#collab-server/suggestion-check/people-for-tests'

export const own = { insertion: origin('ana') }
export const foreign = { insertion: origin('luz') }
export const said = (kind: string, by = 'ana', more: object = {}) => ({
  suggestion: { ...origin(by), kind, ...more },
})

/**
 * 0 text of nobody, 1 ana's letters, 2 luz's, 3 ana's block, 4 luz's, 5 ana's with a line of an editor in it, 6 a
 * list, 7 code, 8 a note, 9 an image, 10 an empty line, 11 a heading that luz would delete, 12 a quote of ana's, 13 a
 * list with an empty line
 */
export function world(): People {
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

/** What somebody does to it, and why that is refused. */
export type Refused = readonly [what: string, why: string, change: (doc: Y.Doc) => void]

/** Why something is refused, and why something honest is that comes after it. */
export function refusals(change: (doc: Y.Doc) => void): readonly (string | null)[] {
  const people = world()
  const honest = people.edit((doc) => textAt(doc, 0).insert(3, 'XY', { ...own }), 501)
  return [people.edit(change), honest].map(({ update }) => people.check(update, 'ana'))
}
