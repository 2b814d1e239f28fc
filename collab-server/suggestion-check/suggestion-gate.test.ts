import { expect, it } from 'vitest'
import * as Y from 'yjs'

import {
  block,
  body,
  clientIdsIn,
  origin,
  People,
  schema,
  text,
  textAt,
} from '#collab-server/suggestion-check/people-for-tests'
import type { RemoteMirror } from '#collab-server/suggestion-check/suggestion-checks'
import { type Suggester, SuggestionGate } from '#collab-server/suggestion-check/suggestion-gate'
import { SuggestionMirror } from '#collab-server/suggestion-check/suggestion-mirror'

const own = { insertion: origin('ana') }

/** A room with a gate before it, whose mirror is in this thread and answers a little later. */
class GatedRoom {
  readonly people = new People((doc) => body(doc).insert(0, [block('paragraph', {}, text('one two'))]))
  readonly doc = new Y.Doc()
  /** How many mirrors there were. */
  opened = 0
  readonly gate = new SuggestionGate<Suggester>(
    {
      openMirror: (state) => {
        this.opened++
        return openHere(state)
      },
    },
    () => Y.encodeStateAsUpdate(this.doc),
    () => undefined,
    (freed) => this.take(freed),
    40,
  )

  constructor() {
    Y.applyUpdate(this.doc, this.people.state)
  }

  take(update: Uint8Array): void {
    Y.applyUpdate(this.doc, update)
    this.gate.note(update, 'eva')
  }

  /** Null once it is taken, or why it is not. */
  submit(
    member: Suggester,
    update: Uint8Array,
    take = (mend: Uint8Array | null) => {
      for (const taken of mend ? [update, mend] : [update]) this.take(taken)
    },
    isFree = false,
  ): Promise<unknown> {
    return new Promise((resolve) => {
      const taken = (mend: Uint8Array | null): void => {
        take(mend)
        resolve(null)
      }
      const ownIds = (): readonly number[] => clientIdsIn(update)
      this.gate.submit({ member, update, isFree, ownIds, take: taken, refuse: resolve })
    })
  }
}

function openHere(state: Uint8Array): RemoteMirror {
  const mirror = new SuggestionMirror(schema, state, (error) => {
    throw error
  })
  const since: Uint8Array[] = []
  return {
    note: (update) => since.push(update),
    follow: async () => since.splice(0).map((taken) => mirror.apply(taken, 'eva'))[0] ?? null,
    check: async (update, author) => {
      for (const taken of since.splice(0)) mirror.apply(taken)
      const verdict = mirror.judge(update, author)
      await new Promise((resolve) => setTimeout(resolve, 5))
      return { verdict, freed: null }
    },
    close: () => undefined,
  }
}

it('what was looked through beside something that the room refused is looked through again', async () => {
  const room = new GatedRoom()
  const { update, doc } = room.people.edit((made) => textAt(made, 0).insert(0, 'x'.repeat(50), own), 900)
  const before = Y.encodeStateVector(doc)
  textAt(doc, 0).delete(0, 50)
  const deletion = Y.encodeStateAsUpdate(doc, before)
  const inUse = new Error('the client id is in use')
  const [one, other] = await Promise.all([
    room.submit({ userId: 'ana' }, update, () => {
      throw inUse
    }),
    room.submit({ userId: 'ana' }, deletion),
  ])
  expect(one).toBe(inUse)
  expect(other).toMatchObject({ message: expect.stringContaining('builds on what is not here') as string })

  room.take(room.people.edit((made) => textAt(made, 0).insert(7, ' typed'), 900).update)
  expect(textAt(room.doc, 0).toString()).toBe('one two typed')
})

const type =
  (letters: string, at: number, marks: object = own) =>
  (doc: Y.Doc) =>
    textAt(doc, 0).insert(at, letters, { ...marks })

it('whoever was refused waits, with all connections, and is looked through then', async () => {
  const room = new GatedRoom()
  const [cheat, other, eva] = [{ userId: 'ana' }, { userId: 'ana' }, { userId: 'eva' }]
  const order: string[] = []
  const done = (name: string) => (outcome: unknown) => {
    order.push(name)
    return outcome
  }
  const cheated = room.submit(cheat, room.people.edit(type('X', 0, {})).update).then(done('refused'))
  const waited = room.submit(other, room.people.edit(type('Y', 3), 501).update).then(done('waited'))
  expect(await cheated).toMatchObject({ closeName: 'onlySuggestions' })
  const hers = { insertion: origin('eva') }
  const beside = room.submit(eva, room.people.edit(type('Z', 7, hers), 502).update).then(done('beside'))
  expect(await Promise.all([beside, waited])).toEqual([null, null])
  expect(order).toEqual(['refused', 'beside', 'waited'])
  expect(textAt(room.doc, 0).toString()).toContain('Y')
})

it('what somebody sends who may write by now comes behind what is looked through, and is taken as it is', async () => {
  const room = new GatedRoom()
  const ana = { userId: 'ana' }
  const { update, doc } = room.people.edit(type('X', 3))
  const before = Y.encodeStateVector(doc)
  textAt(doc, 0).delete(0, 3)
  const later = Y.encodeStateAsUpdate(doc, before)
  const first = room.submit(ana, update)
  expect(room.gate.holds(ana)).toBe(true)
  expect(await Promise.all([first, room.submit(ana, later, undefined, true)])).toEqual([null, null])
  expect(textAt(room.doc, 0).toDelta()).toEqual(textAt(doc, 0).toDelta())
  await expect.poll(() => room.gate.holds(ana)).toBe(false)
})

it('a mirror that is told much between two questions is made anew for the next', async () => {
  const room = new GatedRoom()
  const ana = { userId: 'ana' }
  expect(await room.submit(ana, room.people.edit(type('X', 3)).update)).toBeNull()
  const editor = room.people.edit(() => undefined, 900).doc
  editor.on('update', (update: Uint8Array) => room.take(update))
  for (let key = 0; key < 600; key++) textAt(editor, 0).insert(0, 'k')
  expect(await room.submit(ana, room.people.edit(type('Y', 3), 501).update)).toBeNull()
  expect(room.opened).toBe(2)
})

it('what an editor writes where somebody strikes at that moment is freed of it soon behind it', async () => {
  const room = new GatedRoom()
  const struck = room.people.edit(
    (doc) => textAt(doc, 0).format(3, 4, { 'deletion--AAAAAAAA': origin('ana') }),
    2,
  )
  const typed = room.people.edit((doc) => textAt(doc, 0).insert(3, '!'), 900)
  expect(await room.submit({ userId: 'ana' }, struck.update)).toBeNull()
  room.take(typed.update)
  expect(textAt(room.doc, 0).toDelta()).not.toContainEqual({ insert: '!' })
  expect(room.gate.isBusy).toBe(true)
  await expect.poll(() => textAt(room.doc, 0).toDelta() as object[]).toContainEqual({ insert: '!' })
  await expect.poll(() => room.gate.isBusy).toBe(false)
})

it('what an editor writes is freed also after the room itself has refused somebody', async () => {
  const room = new GatedRoom()
  const [ana, cheat] = [{ userId: 'ana' }, { userId: 'eva' }]
  const struck = room.people.edit(
    (doc) => textAt(doc, 0).format(3, 4, { 'deletion--AAAAAAAA': origin('ana') }),
    2,
  )
  const typed = room.people.edit((doc) => textAt(doc, 0).insert(3, '!'), 900)
  expect(await room.submit(ana, struck.update)).toBeNull()
  const full = new Error('the document is full')
  const hers = { insertion: origin('eva') }
  const refused = room.submit(cheat, room.people.edit(type('X', 0, hers), 501).update, () => {
    throw full
  })
  expect(await refused).toBe(full)
  room.take(typed.update)
  await expect.poll(() => textAt(room.doc, 0).toDelta() as object[]).toContainEqual({ insert: '!' })
  await expect.poll(() => room.gate.isBusy).toBe(false)
})

it('the room is followed on at once after it has refused somebody itself, who waits then', async () => {
  const room = new GatedRoom()
  const refused = room.submit({ userId: 'ana' }, room.people.edit(type('X', 0)).update, () => {
    throw new Error('the client id is in use')
  })
  await refused
  expect(room.gate.isWatching).toBe(true)
  const refusedAt = performance.now()
  expect(await room.submit({ userId: 'ana' }, room.people.edit(type('Y', 3), 501).update)).toBeNull()
  expect(performance.now() - refusedAt).toBeGreaterThan(30)
})
