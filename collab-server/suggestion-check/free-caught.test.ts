import { isDeepStrictEqual } from 'node:util'
import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'

import {
  block,
  body,
  docOf,
  origin,
  People,
  rejected,
  text,
  textAt,
} from '#collab-server/suggestion-check/people-for-tests'
import { putItem } from '#collab-server/suggestion-check/write-plan'

// What an editor writes where at that moment somebody suggests something, and where a cheat has laid a trap for it.

const own = { insertion: origin('ana') }
const world = () =>
  new People((doc) =>
    body(doc).insert(0, [
      block('paragraph', {}, text('one two')),
      block('paragraph', {}, text(['hers', own])),
    ]),
  )

/**
 * A beginning and an end of a suggestion or look, with nothing between but what others write there at that moment;
 * or with a letter, which is pending.
 */
function layTrap(
  doc: Y.Doc,
  at: number,
  [key, value]: Said = ['insertion', own.insertion],
  letter = '',
): void {
  const line = textAt(doc, 0)
  doc.transact((transaction) => {
    const first: unknown = Reflect.get(line, '_start')
    const { client, clock } = (first as Y.Item).id
    const left =
      at === line.length
        ? (first as Y.Item)
        : Y.getItemCleanStart(transaction, Y.createID(client, clock + at)).left
    const right = left?.right ?? null
    doc.clientID = 2
    const opening = putItem(transaction, line, left, new Y.ContentFormat(key, value))
    doc.clientID = 2 ** 31
    let last = opening
    if (letter !== '') {
      last = putItem(transaction, line, last, new Y.ContentFormat('insertion', own.insertion))
      last = putItem(transaction, line, last, new Y.ContentString(letter))
      last = putItem(transaction, line, last, new Y.ContentFormat('insertion', null as unknown as object))
    }
    const closing = new Y.ContentFormat(key, null as unknown as object)
    const id = Y.createID(doc.clientID, Y.getState(doc.store, doc.clientID))
    const behind = letter === '' ? (left?.lastId ?? null) : last.lastId
    new Y.Item(id, last, behind, right, right?.id ?? null, line, null, closing).integrate(transaction, 0)
  })
}

type Said = readonly [key: string, value: object]

/** What the room has once the trap is taken and then something that was written without knowing of it. */
function caught(people: People, trap: Uint8Array, written: readonly Uint8Array[]): Y.Doc {
  const { refusal, mend } = people.judge(trap, 'ana')
  expect(refusal).toBeNull()
  return docOf([people.state, trap, ...(mend ? [mend] : []), ...followed(people, written)])
}

/** What comes to be of what an editor writes, each with what the server writes behind it. */
function followed(people: People, written: readonly Uint8Array[]): Uint8Array[] {
  return written.flatMap((update) => [update, ...[people.mirror.apply(update, 'luz') ?? []].flat()])
}

const letters = (doc: Y.Doc, at: number): string => {
  const blocks = (rejected(doc) as { content: { content?: { text: string }[] }[] }).content
  return (blocks[at]?.content ?? []).map((piece) => piece.text).join('')
}

/** What an editor sends who types four letters into the first line, knowing of nothing else. */
function typed(people: People): Uint8Array[] {
  const { doc } = people.edit(() => undefined, 600)
  const written: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => written.push(update))
  Array.from(' and').forEach((letter, index) => textAt(doc, 0).insert(3 + index, letter))
  return written
}

type Piece = { insert: string; attributes?: object }

/** The first line; those beside one another that are said the same of are one. */
function pieces(doc: Y.Doc): Piece[] {
  const joined: Piece[] = []
  for (const piece of textAt(doc, 0).toDelta() as Piece[]) {
    const last = joined.at(-1)
    if (last && isDeepStrictEqual(last.attributes, piece.attributes)) last.insert += piece.insert
    else joined.push({ ...piece })
  }
  return joined
}

describe('what an editor writes', () => {
  it.each([
    ['in the middle of a line', 3],
    ['at its end', 7],
  ])('into a trap %s is part of the text', (_where, at) => {
    const people = world()
    const trap = people.edit((doc) => layTrap(doc, at)).update
    const { update } = people.edit((doc) => textAt(doc, 0).insert(at, ' and hours of work'), 600)
    const without = docOf([people.state, trap, update])
    expect(letters(without, 0)).toBe('one two')
    const doc = caught(people, trap, [update])
    expect(letters(doc, 0)).toBe(`${'one two'.slice(0, at)} and hours of work${'one two'.slice(at)}`)
  })

  it('letter by letter into a trap is part of the text', () => {
    const people = world()
    const trap = people.edit((doc) => layTrap(doc, 3)).update
    const { doc } = people.edit(() => undefined, 600)
    const written: Uint8Array[] = []
    doc.on('update', (update: Uint8Array) => written.push(update))
    Array.from(' and').forEach((letter, index) => textAt(doc, 0).insert(3 + index, letter))
    expect(letters(caught(people, trap, written), 0)).toBe('one and two')
  })

  describe.each<Said>([
    ['insertion', origin('luz')],
    ['insertion', { by: 'luz' }],
    ['insertion', { by: 5 }],
    ['bold', {}],
    ['code', {}],
    ['link', { href: 'https://elsewhere.example' }],
    ['comment--AAAAAAAA', { id: 'a' }],
  ])('into a trap of %s %o', (...said) => {
    it('is said nothing of, which the server takes away with the trap', () => {
      const people = world()
      const trap = people.edit((doc) => layTrap(doc, 3, said)).update
      expect(pieces(docOf([people.state, trap, ...typed(people)]))).not.toEqual([{ insert: 'one and two' }])
      expect(pieces(caught(people, trap, typed(people)))).toEqual([{ insert: 'one and two' }])
    })

    it('that came otherwise is said nothing of', () => {
      const people = world()
      const trap = people.edit((doc) => layTrap(doc, 3, said)).update
      people.mirror.apply(trap, 'ana')
      const doc = docOf([people.state, trap, ...followed(people, typed(people))])
      expect(pieces(doc)).toEqual([{ insert: 'one and two' }])
    })
  })

  it('into a link around a suggested letter is not part of the link', () => {
    const people = world()
    const link: Said = ['link', { href: 'https://elsewhere.example' }]
    const trap = people.edit((doc) => layTrap(doc, 3, link, 'P')).update
    const found = pieces(caught(people, trap, typed(people)))
    expect(found).toContainEqual({ insert: 'P', attributes: { ...own, link: link[1] } })
    expect(found.filter(({ attributes }) => attributes).map(({ insert }) => insert)).toEqual(['P'])
  })

  it('where somebody takes a look off around nothing keeps it', () => {
    const people = new People((doc) =>
      body(doc).insert(0, [block('paragraph', {}, text(['one two', { bold: {} }]))]),
    )
    const off = people.edit((doc) => {
      const first: unknown = Reflect.get(textAt(doc, 0), '_start')
      const letter = (first as Y.Item).right as Y.Item
      doc.transact((transaction) => {
        doc.clientID = 2
        const { left } = Y.getItemCleanStart(transaction, Y.createID(letter.id.client, letter.id.clock + 3))
        putItem(transaction, textAt(doc, 0), left, new Y.ContentFormat('bold', null as unknown as object))
      })
    }).update
    people.mirror.apply(off, 'eva')
    const { update } = people.edit((doc) => textAt(doc, 0).insert(3, '!'), 600)
    const doc = docOf([people.state, off, ...followed(people, [update])])
    expect(pieces(doc)).toEqual([{ insert: 'one!', attributes: { bold: {} } }, { insert: ' two' }])
  })

  it('right where somebody begins to strike at that moment is not struck', () => {
    const people = world()
    const struck = people.edit(
      (doc) => textAt(doc, 0).format(3, 4, { 'deletion--AAAAAAAA': origin('ana') }),
      2,
    )
    const { update } = people.edit((doc) => textAt(doc, 0).insert(3, 'X'), 600)
    const pieces = textAt(caught(people, struck.update, [update]), 0).toDelta() as object[]
    expect(pieces).toContainEqual({ insert: 'X' })
  })

  it('brings back of a suggestion by an undo is part of that again', () => {
    const people = world()
    const { doc } = people.edit(() => undefined, 600)
    const undo = new Y.UndoManager(body(doc), { captureTimeout: 0 })
    const written: Uint8Array[] = []
    doc.on('update', (update: Uint8Array) => written.push(update))
    textAt(doc, 1).delete(1, 2)
    undo.undo()
    expect(textAt(doc, 1).toDelta()).toEqual([{ insert: 'hers', attributes: own }])
    expect(textAt(caught(people, Uint8Array.of(0, 0), written), 1).toDelta()).toEqual(
      textAt(doc, 1).toDelta(),
    )
  })
})
