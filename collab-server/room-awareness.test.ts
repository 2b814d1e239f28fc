import { describe, expect, it } from 'vitest'
import * as encoding from 'lib0/encoding'
import { Awareness, applyAwarenessUpdate } from 'y-protocols/awareness'
import * as Y from 'yjs'

import { RoomAwareness, type IdOwner } from '#collab-server/room-awareness'

const limits = { maxAwarenessIds: 3, maxAwarenessStateBytes: 100, maxAwarenessBytes: 2_000 }

type Said = readonly [clientId: number, clock: number, state: unknown]

function update(...said: readonly Said[]): Uint8Array {
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, said.length)
  for (const [clientId, clock, state] of said) {
    encoding.writeVarUint(encoder, clientId)
    encoding.writeVarUint(encoder, clock)
    encoding.writeVarString(encoder, typeof state === 'string' ? state : JSON.stringify(state))
  }
  return encoding.toUint8Array(encoder)
}

/** A room with a bystander who hears everything that is relayed, through the stock implementation. */
function room() {
  const awareness = new RoomAwareness<IdOwner>(limits)
  const bystander = new Awareness(new Y.Doc({ guid: 'bystander' }))
  bystander.setLocalState(null)
  return {
    awareness,
    said: (owner: IdOwner, ...said: readonly Said[]): void => awareness.apply(owner, update(...said)),
    /** Everybody as the bystander sees them. */
    seen: (): Record<string, unknown> => {
      if (awareness.hasChanges) applyAwarenessUpdate(bystander, awareness.takeChanges(), 'room')
      bystander.doc.destroy()
      return Object.fromEntries(bystander.getStates())
    },
  }
}

/** A connection; its doubts are counted. */
function connection(userId = ''): IdOwner & { doubts: number } {
  const owner = { userId, doubts: 0, doubt: (): void => void owner.doubts++ }
  return owner
}

const [ana, luz] = [connection(), connection()]

describe('W2: an id belongs to the connection that introduced it', () => {
  it('others can neither change nor remove it', () => {
    const { said, seen } = room()
    said(ana, [1, 1, { at: 'here' }])
    said(luz, [1, 9, { at: 'forged' }], [2, 1, { at: 'there' }])
    said(luz, [1, 10, null])
    expect(seen()).toEqual({ 1: { at: 'here' }, 2: { at: 'there' } })
  })

  it('its owner can, with a newer clock', () => {
    const { said, seen } = room()
    said(ana, [1, 2, { at: 'new' }])
    said(ana, [1, 1, { at: 'old' }])
    expect(seen()).toEqual({ 1: { at: 'new' } })
  })

  it.each([2, 3])('null removes it at once, with the same clock or a newer one (%i)', (clock) => {
    const { said, awareness } = room()
    said(ana, [1, 2, { at: 'here' }])
    said(ana, [1, clock, null])
    expect(awareness.encodeAll()).toBeUndefined()
  })

  it('a null for somebody who never was there says nothing', () => {
    const { said, awareness } = room()
    said(ana, [1, 2, null])
    expect(awareness.hasChanges).toBe(false)
  })
})

describe('W3: at most 3 ids a connection', () => {
  it('a fourth is dropped in silence, also after one has gone and come back', () => {
    const { said, seen } = room()
    said(ana, ...[1, 2, 3, 4, 5].map((id): Said => [id, 1, {}]))
    expect(Object.keys(seen())).toEqual(['1', '2', '3'])
  })

  it('one that left makes room', () => {
    const { said, seen } = room()
    said(ana, [1, 1, {}], [2, 1, {}], [3, 1, {}], [3, 2, null], [4, 1, {}])
    expect(Object.keys(seen())).toEqual(['1', '2', '4'])
  })

  it('comings and goings between two announcements are no way around it', () => {
    const { said, awareness } = room()
    for (let id = 1; id <= 100; id++) said(ana, [id, 1, {}], [id, 2, null])
    expect(awareness.rememberedIds).toBe(3)
    awareness.takeChanges()
    said(ana, [101, 1, {}])
    expect(awareness.rememberedIds).toBe(4)
  })
})

describe('W4: a state is a small JSON object or null', () => {
  it('larger ones are dropped, and the rest of the message is read', () => {
    const { said, seen } = room()
    said(ana, [1, 1, { fat: 'x'.repeat(100) }], [2, 1, {}])
    expect(Object.keys(seen())).toEqual(['2'])
  })

  it.each(['{"a":', '[1]', '"text"', '7', ''])('%j is malformed', (state) => {
    const { said } = room()
    expect(() => said(ana, [1, 1, state])).toThrow(expect.objectContaining({ closeName: 'malformed' }))
  })

  it('what others own is not even parsed', () => {
    const { said, seen } = room()
    said(ana, [1, 1, {}])
    said(luz, [1, 2, '{"a":'], [2, 1, {}])
    expect(Object.keys(seen())).toEqual(['1', '2'])
  })

  it('an update that ends early is malformed', () => {
    const whole = update([1, 1, { a: 1 }])
    for (let length = 0; length < whole.length; length++) {
      const { awareness } = room()
      expect(() => awareness.apply(ana, whole.slice(0, length))).toThrow(
        expect.objectContaining({ closeName: 'malformed' }),
      )
    }
  })
})

describe('W5: who leaves', () => {
  it('is announced as gone, with all ids', () => {
    const { said, seen, awareness } = room()
    said(ana, [1, 4, {}], [2, 7, {}])
    said(luz, [3, 1, {}])
    seen()
    awareness.release(ana)
    expect(seen()).toEqual({ 3: {} })
  })

  it('is not brought back by the echo of somebody who is here', () => {
    const { said, seen, awareness } = room()
    said(ana, [1, 4, {}])
    said(luz, [3, 1, {}])
    awareness.release(ana)
    said(luz, [1, 4, {}])
    expect(seen()).toEqual({ 3: {} })
  })

  it('may come back over a new connection, with the clock it left with', () => {
    const { said, awareness } = room()
    said(ana, [1, 4, { before: true }])
    awareness.release(ana)
    awareness.takeChanges()
    said(connection(), [1, 4, { after: true }])
    expect(Buffer.from(awareness.encodeAll() ?? []).toString()).toContain('after')
  })

  it('is remembered only for a while, however many come and go', () => {
    const { said, awareness } = room()
    for (let id = 1; id <= 3_000; id++) {
      const guest = connection()
      said(guest, [id, 1, {}])
      awareness.release(guest)
      awareness.takeChanges()
    }
    said(luz, [1, 1, {}])
    expect(awareness.rememberedIds).toBeLessThanOrEqual(1_001)
  })
})
