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
import { Penances, type Sender } from '#collab-server/suggestion-check/penances'
import { DisturbedError, type RemoteMirror } from '#collab-server/suggestion-check/suggestion-checks'
import { SuggestionGate } from '#collab-server/suggestion-check/suggestion-gate'
import { SuggestionMirror } from '#collab-server/suggestion-check/suggestion-mirror'
import { StorageError } from '#storage/storage-error'

const own = { insertion: origin('ana') }

/** A room with a gate before it, whose mirror is in this thread and answers a little later. */
class GatedRoom {
  readonly people = new People((doc) => body(doc).insert(0, [block('paragraph', {}, text('one two'))]))
  readonly doc = new Y.Doc()
  /** How many mirrors there were. */
  opened = 0
  /** What the next question is answered with instead. */
  failWith: Error | undefined
  readonly gate: SuggestionGate<Sender>

  /** `refusedMs`: for so long whoever was refused waits. */
  constructor(refusedMs = 40) {
    Y.applyUpdate(this.doc, this.people.state)
    this.gate = new SuggestionGate<Sender>(
      { openMirror: (state) => this.#openHere(state), penances: new Penances(refusedMs) },
      () => Y.encodeStateAsUpdate(this.doc),
      () => undefined,
      (freed) => this.take(freed),
    )
  }

  take(update: Uint8Array): void {
    Y.applyUpdate(this.doc, update)
    this.gate.note(update, 'eva')
  }

  /** Null once it is taken, or why it is not. */
  submit(
    member: Sender,
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
      this.gate.submit({ member, update, isFree, ownIds, heardUpTo: 0, take: taken, refuse: resolve })
    })
  }

  #openHere(state: Uint8Array): RemoteMirror {
    this.opened++
    const mirror = new SuggestionMirror(schema, state, (error) => {
      throw error
    })
    const follow: RemoteMirror['follow'] = async (since) => {
      const freed = since.flatMap(({ update, by, isThere }) => mirror.apply(update, by, isThere) ?? [])
      await new Promise((resolve) => setTimeout(resolve, 5))
      const error = this.failWith
      this.failWith = undefined
      if (error) throw error
      return { freed: freed.length > 0 ? Y.mergeUpdates(freed) : null }
    }
    return {
      follow,
      check: async (update, author, since) => {
        const { freed } = await follow(since)
        return { verdict: mirror.judge(update, author), freed, tookMs: 1 }
      },
      close: () => undefined,
    }
  }
}

/** The machine may be busy. */
const slowly = { timeout: 10_000 }

const as = (userId: string): Sender => ({ userId, address: '' })

it('what was looked through beside something that the room refused is looked through again', async () => {
  const room = new GatedRoom()
  const { update, doc } = room.people.edit((made) => textAt(made, 0).insert(0, 'x'.repeat(50), own), 900)
  const before = Y.encodeStateVector(doc)
  textAt(doc, 0).delete(0, 50)
  const deletion = Y.encodeStateAsUpdate(doc, before)
  const inUse = new Error('the client id is in use')
  const [one, other] = await Promise.all([
    room.submit(as('ana'), update, () => {
      throw inUse
    }),
    room.submit(as('ana'), deletion),
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
  const room = new GatedRoom(1_000)
  const [cheat, other, eva] = [as('ana'), as('ana'), as('eva')]
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
  const ana = as('ana')
  const { update, doc } = room.people.edit(type('X', 3))
  const before = Y.encodeStateVector(doc)
  textAt(doc, 0).delete(0, 3)
  const later = Y.encodeStateAsUpdate(doc, before)
  const first = room.submit(ana, update)
  expect(room.gate.holds(ana)).toBe(true)
  expect(await Promise.all([first, room.submit(ana, later, undefined, true)])).toEqual([null, null])
  expect(textAt(room.doc, 0).toDelta()).toEqual(textAt(doc, 0).toDelta())
  await expect.poll(() => room.gate.holds(ana), slowly).toBe(false)
})

it('what an editor writes where somebody strikes at that moment is freed of it soon behind it', async () => {
  const room = new GatedRoom()
  const struck = room.people.edit(
    (doc) => textAt(doc, 0).format(3, 4, { 'deletion--AAAAAAAA': origin('ana') }),
    2,
  )
  const typed = room.people.edit((doc) => textAt(doc, 0).insert(3, '!'), 900)
  expect(await room.submit(as('ana'), struck.update)).toBeNull()
  room.take(typed.update)
  expect(textAt(room.doc, 0).toDelta()).not.toContainEqual({ insert: '!' })
  expect(room.gate.isBusy).toBe(true)
  await expect.poll(() => textAt(room.doc, 0).toDelta() as object[], slowly).toContainEqual({ insert: '!' })
  await expect.poll(() => room.gate.isBusy, slowly).toBe(false)
})

const strike = (doc: Y.Doc): void => textAt(doc, 0).format(3, 4, { 'deletion--AAAAAAAA': origin('ana') })
const pieces = (doc: Y.Doc): object[] => textAt(doc, 0).toDelta() as object[]

it.each([
  [
    'before that',
    (room: GatedRoom, typed: Uint8Array, refuse: () => Promise<unknown>) => {
      room.take(typed)
      return refuse()
    },
  ],
  [
    'after that',
    async (room: GatedRoom, typed: Uint8Array, refuse: () => Promise<unknown>) => {
      await refuse()
      room.take(typed)
    },
  ],
  [
    'while that is looked through',
    async (room: GatedRoom, typed: Uint8Array, refuse: () => Promise<unknown>) => {
      const refused = refuse()
      await new Promise((resolve) => setTimeout(resolve, 2))
      room.take(typed)
      await refused
    },
  ],
])('what an editor writes is freed where the room itself refuses somebody: %s', async (_when, write) => {
  const room = new GatedRoom()
  const struck = room.people.edit(strike, 2)
  const typed = room.people.edit((doc) => textAt(doc, 0).insert(3, '!'), 900)
  expect(await room.submit(as('ana'), struck.update)).toBeNull()
  const full = new Error('the document is full')
  const hers = { insertion: origin('eva') }
  const refuse = async (): Promise<void> => {
    const refused = room.submit(as('eva'), room.people.edit(type('X', 0, hers), 501).update, () => {
      throw full
    })
    expect(await refused).toBe(full)
  }
  await write(room, typed.update, refuse)
  await expect.poll(() => pieces(room.doc), slowly).toContainEqual({ insert: '!' })
  await expect.poll(() => room.gate.isBusy, slowly).toBe(false)
})

it.each([
  ['over what somebody else has sent', new DisturbedError(new Error('ended'))],
  ['by itself', new StorageError('unavailable', 'the worker thread has ended')],
])('what an editor writes is freed where the thread ends meanwhile, %s', async (_how, error) => {
  const room = new GatedRoom()
  expect(await room.submit(as('ana'), room.people.edit(strike, 2).update)).toBeNull()
  room.take(room.people.edit((doc) => textAt(doc, 0).insert(3, '!'), 900).update)
  room.failWith = error
  await expect.poll(() => pieces(room.doc), slowly).toContainEqual({ insert: '!' })
  expect(room.opened).toBe(2)
  await expect.poll(() => room.gate.isBusy, slowly).toBe(false)
})

it('whoever waits behind the overruns of others is looked through however many these are', async () => {
  const room = new GatedRoom()
  let left = 5
  const fail = (): void => {
    room.failWith = left-- > 0 ? new DisturbedError(new Error('ended')) : undefined
    if (left >= 0) setTimeout(fail, 4)
  }
  fail()
  expect(await room.submit(as('ana'), room.people.edit(type('X', 0)).update)).toBeNull()
})

it('the room is followed on after it has refused somebody itself, who waits then', async () => {
  const room = new GatedRoom()
  const refused = room.submit(as('ana'), room.people.edit(type('X', 0)).update, () => {
    throw new Error('the client id is in use')
  })
  await refused
  expect(room.gate.isWatching).toBe(true)
  const refusedAt = performance.now()
  expect(await room.submit(as('ana'), room.people.edit(type('Y', 3), 501).update)).toBeNull()
  expect(performance.now() - refusedAt).toBeGreaterThan(30)
})
