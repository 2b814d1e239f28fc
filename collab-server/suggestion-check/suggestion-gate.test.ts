import { expect, it } from 'vitest'
import * as Y from 'yjs'

import {
  block,
  body,
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
  readonly gate = new SuggestionGate<Suggester>(
    { openMirror: openHere },
    () => Y.encodeStateAsUpdate(this.doc),
    () => undefined,
  )

  constructor() {
    Y.applyUpdate(this.doc, this.people.state)
  }

  take(update: Uint8Array): void {
    Y.applyUpdate(this.doc, update)
    this.gate.note(update)
  }

  /** Null once it is taken, or why it is not. */
  submit(member: Suggester, update: Uint8Array, take = () => this.take(update)): Promise<unknown> {
    return new Promise((resolve) => {
      const taken = (): void => {
        take()
        resolve(null)
      }
      this.gate.submit({ member, update, ownIds: () => [], take: taken, refuse: resolve })
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
    check: async (update, author) => {
      for (const taken of since.splice(0)) mirror.apply(taken)
      const refusal = mirror.check(update, author)
      await new Promise((resolve) => setTimeout(resolve, 5))
      return refusal
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
