import type { Schema } from '@tiptap/pm/model'
import * as encoding from 'lib0/encoding'
import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'

import {
  block,
  body,
  docOf,
  origin,
  People,
  shown,
  text,
  textAt,
} from '#collab-server/suggestion-check/people-for-tests'
import { drawOwnClientId } from '#protocol/own-client-ids'

// What no editor sends and a program can: the pieces of an update put together by hand.

const own = { insertion: origin('ana') }
const world = () =>
  new People((doc) => {
    body(doc).insert(0, [block('paragraph', {}, text('one two', ['mine', own], ' end'))])
  })

const plain = () => new People((doc) => body(doc).insert(0, [block('paragraph', {}, text('one two'))]))

const typed = (doc: Y.Doc): void => textAt(doc, 0).insert(3, 'X', { ...own })

type Made = { readonly doc: Y.Doc; readonly text: Y.XmlText }

/** Adds a piece behind so many letters of the first line, whatever Yjs would have put beside it. */
function put(
  { doc, text: line }: Made,
  behind: number,
  content: ConstructorParameters<typeof Y.Item>[7],
): void {
  doc.transact((transaction) => {
    let left: Y.Item | null = null
    let { _start: right }: { readonly _start: Y.Item | null } = line
    let seen = 0
    while (right && seen < behind) {
      if (right.countable && !right.deleted) {
        if (seen + right.length > behind)
          right = Y.getItemCleanStart(
            transaction,
            Y.createID(right.id.client, right.id.clock + behind - seen),
          ).left
        seen += right?.length ?? 0
      }
      left = right
      right = right?.right ?? null
    }
    const id = Y.createID(doc.clientID, Y.getState(doc.store, doc.clientID))
    new Y.Item(id, left, left?.lastId ?? null, right, right?.id ?? null, line, null, content).integrate(
      transaction,
      0,
    )
  })
}

const bold = (value: unknown) => new Y.ContentFormat('bold', value as object)
const insertion = (value: object | null) => new Y.ContentFormat('insertion', value as object)
const letters = (value: string) => new Y.ContentString(value)

const crafted: [what: string, why: string | null, make: (made: Made) => void][] = [
  [
    'a mark that begins and ends around new letters',
    null,
    (made) => {
      put(made, 3, letters('X'))
      put(made, 4, insertion(null))
      put(made, 3, insertion(origin('ana')))
    },
  ],
  ['a mark that ends nowhere', 'changes letters', (made) => put(made, 3, insertion(origin('ana')))],
  ['a look that ends nowhere', 'changes letters', (made) => put(made, 3, bold({}))],
  ['a mark behind the last letter, which is closed', null, (made) => put(made, 15, insertion(origin('ana')))],
  ['an end of a mark among own letters', 'changes letters', (made) => put(made, 8, insertion(null))],
  ['a mark that says the same again', null, (made) => put(made, 8, insertion(origin('ana')))],
  [
    'letters before their mark',
    'adds letters that are not only suggested',
    (made) => {
      put(made, 3, letters('X'))
      put(made, 4, insertion(origin('ana')))
      put(made, 4, insertion(null))
    },
  ],
  [
    'a value among letters',
    'puts something into a text, or takes it out',
    (made) => put(made, 8, new Y.ContentAny(['x'])),
  ],
  [
    'bytes among letters',
    'puts something into a text, or takes it out',
    (made) => put(made, 8, new Y.ContentBinary(Uint8Array.of(1))),
  ],
  [
    'a document among letters',
    'puts something into a text, or takes it out',
    (made) => put(made, 8, new Y.ContentDoc(new Y.Doc())),
  ],
  [
    'a text among letters',
    'puts something into a text, or takes it out',
    (made) => put(made, 8, new Y.ContentType(new Y.XmlText())),
  ],
  ['letters that are gone already', null, (made) => put(made, 3, new Y.ContentDeleted(5))],
]

function madeBy(people: People, make: (made: Made) => void): Uint8Array {
  const made: { update: Uint8Array } = people.edit((doc) => make({ doc, text: textAt(doc, 0) }))
  return made.update
}

/** An update with one struct of nothing but length, behind what the client has written so far. */
function placeHolder(client: number, clock: number): Uint8Array {
  const encoder = encoding.createEncoder()
  for (const value of [1, 1, client, clock, 0, 1_000, 0]) encoding.writeVarUint(encoder, value)
  return encoding.toUint8Array(encoder)
}

/** Of a client that has written nothing yet. */
const deletion = (clock: number, length: number) => Uint8Array.of(0, 1, 77, 1, clock, length)

describe('a crafted update', () => {
  it.each(crafted)('with %s: %s', (_what, why, make) => {
    const people = world()
    expect(people.check(madeBy(people, make), 'ana')).toBe(why)
  })

  it('that takes away only the end of a mark swallows no letters', () => {
    const people = world()
    const update = madeBy(people, ({ doc, text: line }) =>
      doc.transact((transaction) => {
        const first: unknown = Reflect.get(line, '_start')
        for (let item = first as Y.Item | null; item; item = item.right) {
          if (item.content instanceof Y.ContentFormat && item.content.value === null) item.delete(transaction)
        }
      }),
    )
    const { refusal, mend } = people.judge(update, 'ana')
    expect(refusal).toBeNull()
    const doc = docOf([people.state, update, mend ?? Uint8Array.of()])
    expect(shown(doc).toJSON()).toEqual(shown(docOf([people.state])).toJSON())
  })

  describe('under the id of somebody who is away', () => {
    const notItsOwn = 'writes under an id that is not its own'

    it('takes the place of what is written meanwhile, and is refused', () => {
      const people = plain()
      const clock = Y.getState(people.edit(() => undefined).doc.store, 1)
      expect(people.check(placeHolder(1, clock), 'ana', [])).toBe(notItsOwn)
      const typed = people.edit((made) => textAt(made, 0).insert(3, 'X', { ...own }), 1)
      expect(people.check(typed.update, 'ana', [])).toBe(notItsOwn)
      expect(people.check(typed.update, 'ana', [1])).toBeNull()
    })

    it.each([
      ['who has written nothing yet', 600],
      ['who suggests', drawOwnClientId('luz')],
    ])('%s, is refused too', (_who, clientId) => {
      expect(plain().check(placeHolder(clientId, 0), 'ana', [])).toBe(notItsOwn)
    })

    it('nobody fills the document up with ids of their own', () => {
      const people = plain()
      const made = (count: number): Uint8Array =>
        Y.mergeUpdates(Array.from({ length: count }, () => people.edit(typed, drawOwnClientId('ana')).update))
      expect(people.check(made(150), 'ana', [])).toBe('writes under too many ids')
      expect(people.check(made(20), 'ana', [])).toBeNull()
    })

    it('is not what stands under the ids of whoever sends it, also long after', () => {
      const people = plain()
      const clientId = drawOwnClientId('ana')
      const { doc, update } = people.edit((made) => textAt(made, 0).insert(3, 'XY', { ...own }), clientId)
      expect(people.check(update, 'ana', [])).toBeNull()
      const accepted = people.edit(() => undefined, 600).doc
      Y.applyUpdate(accepted, update)
      const before = Y.encodeStateVector(accepted)
      textAt(accepted, 0).format(3, 2, { insertion: null })
      const later = new People(() => undefined)
      later.mirror.apply(people.state)
      for (const one of [update, Y.encodeStateAsUpdate(accepted, before)]) {
        later.mirror.apply(one)
        Y.applyUpdate(doc, one)
      }
      const known = Y.encodeStateVector(doc)
      textAt(doc, 0).insert(5, 'Z', { ...own })
      const next = Y.encodeStateAsUpdate(doc, known)
      expect(later.check(next, 'luz', [])).toBe(notItsOwn)
      expect(later.check(next, 'ana', [])).toBeNull()
    })
  })

  it.each([[0], [77]])(
    'that deletes what somebody may write later is refused, with %i that wait',
    (waiting) => {
      const people = world()
      if (waiting > 0) people.mirror.apply(deletion(5, 1))
      expect(people.check(deletion(6, 100), 'ana')).toBe('builds on what is not here')
    },
  )

  it('that comes before what it builds on is refused', () => {
    const people = world()
    const doc = people.edit(() => undefined).doc
    const updates: Uint8Array[] = []
    doc.on('update', (update: Uint8Array) => updates.push(update))
    textAt(doc, 0).insert(3, 'X', { ...own })
    textAt(doc, 0).insert(4, 'Y', { ...own })
    const [first, second] = updates as [Uint8Array, Uint8Array]
    expect(people.check(second, 'ana')).toBe('builds on what is not here')
    expect(people.check(first, 'ana')).toBeNull()
    expect(people.check(second, 'ana')).toBeNull()
  })

  it('that deletes what is not here yet is refused', () => {
    const people = world()
    const { doc, update } = people.edit((made) => textAt(made, 0).insert(3, 'later'), 600)
    const before = Y.encodeStateVector(doc)
    textAt(doc, 0).delete(3, 5)
    const later = Y.encodeStateAsUpdate(doc, before)
    expect(people.check(later, 'ana')).toBe('builds on what is not here')
    people.mirror.apply(update)
    expect(people.check(later, 'ana')).toBe('takes letters away')
  })

  it.each([
    ['nothing', Uint8Array.of()],
    ['no update', Uint8Array.of(1, 2, 3, 4, 5, 6)],
    ['a long count of nothing', Uint8Array.of(255, 255, 255, 255, 15)],
  ])('of %s is refused', (_what, update) => {
    const people = world()
    expect(people.check(update, 'ana')).toEqual(expect.any(String))
    expect(people.broken).toEqual([])
  })

  it('over which what judges breaks is refused, and the fault is told', () => {
    const people = new People(
      (doc) => body(doc).insert(0, [block('paragraph', {}, text('one two'))]),
      {} as Schema,
    )
    const { update } = people.edit((doc) => textAt(doc, 0).insert(3, 'X', { ...own }))
    expect(people.check(update, 'ana')).toBe('could not be judged')
    expect(people.broken).toEqual([expect.any(TypeError)])
  })

  it('of what the document has already is taken', () => {
    const people = world()
    expect(people.check(people.state, 'ana')).toBeNull()
  })
})

/** As somebody replaces a word. */
const change = (by: string) => (doc: Y.Doc) => {
  textAt(doc, 0).format(1, 4, { [`deletion--${by.padEnd(8, 'A')}`]: origin(by) })
  textAt(doc, 0).insert(3, by, { insertion: origin(by) })
}

describe('people at once', () => {
  it('two who suggest in the same place, while an editor deletes it, are both taken', () => {
    const people = world()
    const ana = people.edit(change('ana'), 500)
    const luz = people.edit(change('luz'), 600)
    people.mirror.apply(people.edit((doc) => textAt(doc, 0).delete(0, 5), 7).update)
    expect(people.check(ana.update, 'ana')).toBeNull()
    expect(people.check(luz.update, 'luz')).toBeNull()
  })

  it('a block that is deleted while somebody suggests in it takes that with it', () => {
    const people = world()
    const ana = people.edit((doc) => textAt(doc, 0).insert(3, 'X', { ...own }))
    people.mirror.apply(people.edit((doc) => body(doc).delete(0, 1), 7).update)
    expect(people.check(ana.update, 'ana')).toBeNull()
  })
})
