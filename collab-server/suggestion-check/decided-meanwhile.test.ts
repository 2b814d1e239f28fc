import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'

import {
  block,
  blockAt,
  body,
  docOf,
  origin,
  People,
  rejected,
  shown,
  text,
  textAt,
} from '#collab-server/suggestion-check/people-for-tests'
import { overlappingName } from '#schema/marks/overlapping-name'

// What somebody does to their own suggestion who has not heard yet that others decided about it.

const ana = 500
const own = { insertion: origin('ana') }
const newBlock = { ...origin('ana'), kind: 'insert' }
const strike = (id: string) => ({ [overlappingName('deletion', origin('ana', id))]: origin('ana', id) })

/**
 * `one three`, where ana has suggested ` two` and a line of her own; then she and an editor go on at once. What
 * everybody has then: the text without ana's suggestions is what the editor made of it.
 */
function race(decide: (doc: Y.Doc) => void, go: (doc: Y.Doc) => void): Y.Doc {
  const people = new People((doc) => {
    body(doc).insert(0, [
      block('paragraph', {}, text('one three')),
      block('paragraph', {}, text(['hers', { insertion: origin('luz') }])),
    ])
  })
  const { state, mirror } = people
  const suggested = people.edit((doc) => {
    textAt(doc, 0).insert(3, ' two', { ...own })
    body(doc).insert(2, [block('paragraph', { suggestion: newBlock }, text(['line', own]))])
  }, ana).update
  const after = (change: (doc: Y.Doc) => void, clientId: number): Uint8Array => {
    const doc = docOf([state, suggested])
    doc.clientID = clientId
    const before = Y.encodeStateVector(doc)
    doc.transact(() => change(doc))
    return Y.encodeStateAsUpdate(doc, before)
  }
  const [decided, done] = [after(decide, 600), after(go, ana)]
  const judge = (update: Uint8Array) => mirror.judge(update, { userId: 'ana', clientIds: [ana] })
  expect(judge(suggested)).toEqual({ refusal: null, mend: null })
  mirror.apply(decided)
  const { refusal, mend } = judge(done)
  expect(refusal).toBeNull()
  // In the order of the room, and as ana has it, who did hers first.
  const doc = docOf([state, suggested, decided, done, mend ?? nothing])
  const hers = docOf([state, suggested, done, decided, mend ?? nothing])
  expect(shown(hers).toJSON()).toEqual(shown(doc).toJSON())
  expect(rejected(doc)).toEqual(rejected(docOf([state, suggested, decided])))
  return doc
}

const nothing = Uint8Array.of(0, 0)
const accept = (doc: Y.Doc): void => {
  textAt(doc, 0).format(3, 4, { insertion: null })
  blockAt(doc, 2).removeAttribute('suggestion')
  textAt(doc, 2).format(0, 4, { insertion: null })
}
const reject = (doc: Y.Doc): void => {
  textAt(doc, 0).delete(3, 4)
  body(doc).delete(2, 1)
}

/** `+` around what is suggested, `-` around what is struck, by ana. */
function line(doc: Y.Doc, at: number): string {
  const pieces = textAt(doc, at).toDelta() as { insert: string; attributes?: Record<string, unknown> }[]
  return pieces
    .map(({ insert, attributes = {} }) => {
      if (attributes['insertion']) return `+${insert}+`
      return Object.keys(attributes).some((key) => key.startsWith('deletion')) ? `-${insert}-` : insert
    })
    .join('')
}

describe('while somebody accepts it', () => {
  it.each([
    ['types on', (doc: Y.Doc) => textAt(doc, 0).insert(7, 'X', { ...own }), 'one two+X+ three'],
    ['types in it', (doc: Y.Doc) => textAt(doc, 0).insert(5, 'X', { ...own }), 'one t+X+wo three'],
    ['types before it', (doc: Y.Doc) => textAt(doc, 0).insert(3, 'X', { ...own }), 'one+X+ two three'],
    [
      'types on, letter by letter',
      (doc: Y.Doc) =>
        Array.from('XYZ').forEach((letter, at) => textAt(doc, 0).insert(7 + at, letter, { ...own })),
      'one two+XYZ+ three',
    ],
    ['takes a letter of it back', (doc: Y.Doc) => textAt(doc, 0).delete(6, 1), 'one tw-o- three'],
    ['takes all of it back', (doc: Y.Doc) => textAt(doc, 0).delete(3, 4), 'one- two- three'],
    [
      'writes another word in its place',
      (doc: Y.Doc) => {
        textAt(doc, 0).delete(4, 3)
        textAt(doc, 0).insert(4, 'II', { ...own })
      },
      'one -two-+II+ three',
    ],
    ['begins a line in it', (doc: Y.Doc) => textAt(doc, 0).insert(5, '\n', { ...own }), 'one t+\n+wo three'],
    ['has it bold', (doc: Y.Doc) => textAt(doc, 0).format(3, 4, { bold: {} }), 'one two three'],
    [
      'calls it part of another suggestion',
      (doc: Y.Doc) => textAt(doc, 0).format(3, 4, { insertion: origin('ana', 's2') }),
      'one two three',
    ],
    ['strikes around it', (doc: Y.Doc) => textAt(doc, 0).format(1, 9, strike('s3')), 'o-ne two th-ree'],
  ])('who %s is taken', (_what, go, expected) => {
    expect(line(race(accept, go), 0)).toBe(expected)
  })

  it.each([
    ['types on in a new line', (doc: Y.Doc) => textAt(doc, 2).insert(4, 'X', { ...own }), 'line+X+'],
    ['takes the line back', (doc: Y.Doc) => body(doc).delete(2, 1), '-line-'],
    ['has it stand in the middle', (doc: Y.Doc) => blockAt(doc, 2).setAttribute('align', 'center'), 'line'],
    [
      'takes back that it is one, letter by letter',
      (doc: Y.Doc) => {
        textAt(doc, 2).delete(0, 4)
        blockAt(doc, 2).removeAttribute('suggestion')
      },
      '-line-',
    ],
  ])('who %s is taken', (_what, go, expected) => {
    expect(line(race(accept, go), 2)).toBe(expected)
  })

  it('letters typed on one after the other are one suggestion', () => {
    const doc = race(accept, (made) => {
      textAt(made, 0).insert(7, 'X', { ...own })
      textAt(made, 0).insert(5, 'Y', { ...own })
    })
    const pieces = textAt(doc, 0).toDelta() as { attributes?: { insertion?: { id: string } } }[]
    const ids = pieces.flatMap(({ attributes }) => attributes?.insertion?.id ?? [])
    expect([ids.length, new Set(ids).size]).toEqual([2, 1])
  })
})

/** Accepted, and then ana takes it away, who has heard everything up to a moment. */
function takenAway(heardUpTo: number | undefined) {
  const people = new People((doc) => {
    body(doc).insert(0, [
      block('paragraph', {}, text('one three')),
      block('paragraph', { suggestion: newBlock }, text(['line', own])),
    ])
  })
  const accepted = people.edit((doc) => {
    blockAt(doc, 1).removeAttribute('suggestion')
    textAt(doc, 1).format(0, 4, { insertion: null })
  }, 600).update
  const gone = people.edit((doc) => body(doc).delete(1, 1), ana).update
  people.mirror.apply(accepted, 'luz')
  const said = heardUpTo === undefined ? {} : { heardUpTo }
  return people.mirror.judge(gone, { userId: 'ana', clientIds: [1, ana], ...said })
}

describe('a block of theirs that is part of the text by now', () => {
  it('comes back where they cannot have heard of it yet', () => {
    for (const heardUpTo of [undefined, Date.now() - 1_000]) {
      const { refusal, mend } = takenAway(heardUpTo)
      expect([refusal, mend]).toEqual([null, expect.any(Uint8Array)])
    }
  })

  it('is nothing that they take away once they have heard of it, and they begin again', () => {
    const verdict = takenAway(Date.now() + 1_000)
    expect(verdict).toEqual({
      refusal: 'takes away what it has heard is part of the text',
      mend: null,
      mayComeBack: true,
    })
  })
})

describe('while somebody rejects it', () => {
  it.each([
    ['types on', (doc: Y.Doc) => textAt(doc, 0).insert(7, 'X', { ...own }), 'one+X+ three'],
    ['types in it', (doc: Y.Doc) => textAt(doc, 0).insert(5, 'X', { ...own }), 'one+X+ three'],
    ['takes it back', (doc: Y.Doc) => textAt(doc, 0).delete(3, 4), 'one three'],
    ['types in a new line', (doc: Y.Doc) => textAt(doc, 2).insert(4, 'X', { ...own }), 'one three'],
    ['takes that line back', (doc: Y.Doc) => body(doc).delete(2, 1), 'one three'],
  ])('who %s is taken', (_what, go, expected) => {
    expect(line(race(reject, go), 0)).toBe(expected)
  })
})

describe('while somebody changes the text', () => {
  it('who takes a new line back in which an editor types leaves what the editor typed', () => {
    const doc = race(
      (made) => textAt(made, 2).insert(4, '!', { insertion: null as never }),
      (made) => body(made).delete(2, 1),
    )
    expect(line(doc, 2)).toBe('!')
  })

  it('who says something of a block of which another says something at once is not heard', () => {
    const said = { ...origin('luz'), kind: 'delete' }
    const mine = { ...origin('ana'), kind: 'delete' }
    const doc = race(
      (made) => blockAt(made, 0).setAttribute('suggestion', said as never),
      (made) => blockAt(made, 0).setAttribute('suggestion', mine as never),
    )
    expect(blockAt(doc, 0).getAttribute('suggestion')).toEqual(said)
  })

  it('what another suggested is not suggested again by who wrote in the middle of it', () => {
    const doc = race(
      (made) => textAt(made, 1).format(0, 4, { insertion: null }),
      (made) => textAt(made, 1).insert(2, 'X', { ...own }),
    )
    expect(line(doc, 1)).toBe('he+X+rs')
  })

  it('bold letters that become plain are not bold again behind what was written among them', () => {
    const people = new People((doc) =>
      body(doc).insert(0, [block('paragraph', {}, text(['bold', { bold: {} }]))]),
    )
    const typed = people.edit((doc) => textAt(doc, 0).insert(2, 'X', { ...own }), ana)
    people.mirror.apply(people.edit((doc) => textAt(doc, 0).format(0, 4, { bold: null }), 600).update)
    const { refusal, mend } = people.judge(typed.update, 'ana')
    expect(refusal).toBeNull()
    expect(mend).not.toBeNull()
  })
})
