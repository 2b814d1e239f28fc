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

/** A beginning and an end of a suggestion with nothing between, for whatever is written there by other clients. */
function layTrap(doc: Y.Doc, at: number): void {
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
    const opening = putItem(transaction, line, left, new Y.ContentFormat('insertion', own.insertion))
    doc.clientID = 2 ** 31
    const id = Y.createID(doc.clientID, 0)
    const closing = new Y.ContentFormat('insertion', null as unknown as object)
    new Y.Item(id, opening, left?.lastId ?? null, right, right?.id ?? null, line, null, closing).integrate(
      transaction,
      0,
    )
  })
}

/** What the room has once the trap is taken and then something that was written without knowing of it. */
function caught(people: People, trap: Uint8Array, written: readonly Uint8Array[]): Y.Doc {
  expect(people.check(trap, 'ana')).toBeNull()
  const all = [people.state, trap]
  for (const update of written) all.push(update, ...[people.mirror.apply(update, 'luz') ?? []].flat())
  return docOf(all)
}

const letters = (doc: Y.Doc, at: number): string => {
  const blocks = (rejected(doc) as { content: { content?: { text: string }[] }[] }).content
  return (blocks[at]?.content ?? []).map((piece) => piece.text).join('')
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
    ;[...' and'].forEach((letter, index) => textAt(doc, 0).insert(3 + index, letter))
    expect(letters(caught(people, trap, written), 0)).toBe('one and two')
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
