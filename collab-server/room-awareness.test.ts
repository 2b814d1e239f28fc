import { describe, expect, it } from 'vitest'
import * as encoding from 'lib0/encoding'
import { Awareness, applyAwarenessUpdate } from 'y-protocols/awareness'
import * as Y from 'yjs'

import { RoomAwareness, type IdOwner } from '#collab-server/room-awareness'
import { drawOwnClientId } from '#protocol/own-client-ids'

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

  it('I2: whoever could write nothing under it does not hold it against those who write', () => {
    const { said, awareness } = room()
    const reader = { ...connection('ana'), mayWriteAs: (clientId: number) => clientId === 2 }
    said(reader, [1, 1, { at: 'here' }], [2, 1, { at: 'here' }])
    expect([1, 2].map((id) => awareness.mayWrite(connection('luz'), id))).toEqual([true, false])
  })

  it("I5: what is a person's own nobody else holds against them", () => {
    const { said, awareness } = room()
    const [holder, person] = [connection('ana'), connection('luz')]
    const id = drawOwnClientId('luz')
    said(holder, [id, 1, { at: 'here' }], [1, 1, { at: 'here' }])
    expect([awareness.mayWrite(person, id), awareness.mayWrite(person, 1)]).toEqual([true, false])
    expect(awareness.mayWrite(connection('eva'), id)).toBe(false)
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

it('L7: who missed something is told of everybody, and of those who have gone, that they have', () => {
  const { awareness, said } = room()
  const late = new Awareness(new Y.Doc({ guid: 'late' }))
  late.setLocalState(null)
  const tell = (states = awareness.encodeRemembered()): void => {
    if (states) applyAwarenessUpdate(late, states, 'room')
  }
  tell()
  said(ana, [1, 1, { at: 'here' }])
  said(luz, [2, 1, { at: 'there' }])
  tell()
  awareness.release(ana)
  said(luz, [2, 2, { at: 'elsewhere' }])
  // Only wrote, and said nothing of itself.
  awareness.claim(connection(), 3)
  tell()
  expect(Object.fromEntries(late.getStates())).toEqual({ 2: { at: 'elsewhere' } })
  expect(new Set(late.meta.keys())).toEqual(new Set([1, 2, late.clientID]))
  late.doc.destroy()
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

function fill(count: number): Said[] {
  return Array.from({ length: count }, (_, id) => [id + 10, 1, {}])
}

describe('W4: clocks', () => {
  it.each([
    ['begins at most at 2^31', [], [1, 2 ** 31, {}], true],
    ['begins beyond that', [], [1, 2 ** 31 + 1, {}], false],
    ['moves on by a million', [[1, 5, { at: 0 }]], [1, 1_000_005, {}], true],
    ['jumps further', [[1, 5, { at: 0 }]], [1, 1_000_006, {}], false],
  ] satisfies [string, Said[], Said, boolean][])('one that %s', (_what, before, then, taken) => {
    const { said, seen } = room()
    for (const one of before) said(ana, one)
    said(ana, then)
    expect(seen()).toEqual(taken ? { 1: {} } : before.length > 0 ? { 1: { at: 0 } } : {})
  })

  it('a message above the limit is dropped, one at the limit is read', () => {
    const bytesFor = (count: number): number => update(...fill(count), [1, 1, {}]).byteLength
    let count = 1
    while (bytesFor(count + 1) <= limits.maxAwarenessBytes) count++
    const { said, seen, awareness } = room()
    said(ana, [1, 1, {}], ...fill(count + 1))
    expect(awareness.hasChanges).toBe(false)
    said(ana, [1, 1, {}], ...fill(count))
    expect(Object.keys(seen())).toContain('1')
  })
})

describe('I1-I4: whose a client id is', () => {
  it('who holds an id may write as it, others may not and make the holder prove itself', () => {
    const { awareness, said } = room()
    const [holder, other] = [connection(), connection()]
    said(holder, [1, 1, {}])
    expect(awareness.mayWrite(holder, 1)).toBe(true)
    expect(awareness.mayWrite(other, 1)).toBe(false)
    expect(holder.doubts).toBe(1)
    expect(awareness.mayWrite(other, 2)).toBe(true)
    awareness.release(holder)
    expect(awareness.mayWrite(other, 1)).toBe(true)
  })

  it('who has introduced itself claims no further id by what it writes', () => {
    const { awareness, said } = room()
    const [relay, owner] = [connection(), connection()]
    said(relay, [1, 1, {}])
    awareness.claim(relay, 2)
    expect(awareness.mayWrite(owner, 2)).toBe(true)
  })

  it('an id that was only claimed is announced to nobody, neither here nor gone', () => {
    const { awareness } = room()
    const writer = connection()
    awareness.claim(writer, 1)
    expect(awareness.mayWrite(connection(), 1)).toBe(false)
    expect(awareness.encodeAll()).toBeUndefined()
    awareness.release(writer)
    expect(awareness.rememberedIds).toBe(0)
  })

  it('a person’s new connection takes over with a newer clock, and an echo of another tab does not', () => {
    const { awareness, said, seen } = room()
    const [old, tab, back] = [connection('ana'), connection('ana'), connection('ana')]
    said(old, [1, 5, { at: 'old' }])
    said(tab, [2, 1, {}])
    said(tab, [1, 6, { at: 'echo' }])
    expect(seen()[1]).toEqual({ at: 'old' })
    said(back, [1, 5, { at: 'same clock' }])
    expect(seen()[1]).toEqual({ at: 'old' })
    said(back, [1, 6, { at: 'back' }])
    expect(seen()[1]).toEqual({ at: 'back' })
    expect(old.doubts).toBeGreaterThan(0)
    awareness.release(old)
    expect(seen()[1]).toEqual({ at: 'back' })
  })

  it('an id that somebody has left is not given to another person', () => {
    const { awareness, said, seen } = room()
    const ana = connection('ana')
    said(ana, [1, 1, { at: 'here' }])
    awareness.release(ana)
    said(connection('eve'), [1, 2, { at: 'stolen' }])
    expect(seen()).toEqual({})
    said(connection('ana'), [1, 2, { at: 'back' }])
    expect(seen()).toEqual({ 1: { at: 'back' } })
  })
})
