import { expect, it } from 'vitest'
import * as encoding from 'lib0/encoding'

import { adoptSnapshot } from '#collab-server/byte-state/adopt-snapshot'
import { byteRoomStates } from '#collab-server/byte-state/open-byte-room-state'
import { StoredDepths } from '#collab-server/byte-state/stored-depths'
import { infoBit, StructCursor, structRef } from '#collab-server/byte-state/struct-cursor'
import { ProtocolError } from '#protocol/protocol-error'

const client = 7

/** Types side by side in a root, each behind the one before: from clock `from` on, as one update. */
function siblings(from: number, count: number): Uint8Array {
  const encoder = encoding.createEncoder()
  const write = (...numbers: number[]): void =>
    numbers.forEach((number) => encoding.writeVarUint(encoder, number))
  write(1, count, client, from)
  for (let clock = from; clock < from + count; clock++) {
    encoding.writeUint8(encoder, clock === 0 ? structRef.type : structRef.type | infoBit.origin)
    if (clock > 0) write(client, clock - 1)
    else {
      write(1)
      encoding.writeVarString(encoder, 'list')
    }
    write(0)
  }
  write(0)
  return encoding.toUint8Array(encoder)
}

/** Counts how often a struct is gone to. */
class CountingCursor extends StructCursor {
  opened = 0

  override open(bytes: Uint8Array, start?: number, end?: number): void {
    this.opened++
    super.open(bytes, start, end)
  }
}

it('a long way is gone once', () => {
  const count = 100_000
  const cursor = new CountingCursor()
  const store = adoptSnapshot(siblings(0, count), cursor)
  if (!store) throw new Error('not taken over')
  const depths = new StoredDepths(store, cursor)
  depths.begin()
  expect(depths.depthOf(client, count - 1)).toBe(0)
  expect(cursor.opened).toBeGreaterThan(count - 1)
  for (const clock of [count - 1, count - 2, count / 2, 12_345, 3]) {
    cursor.opened = 0
    depths.begin()
    expect(depths.depthOf(client, clock)).toBe(0)
    expect(cursor.opened).toBeLessThan(300)
  }
  expect(depths.depthOf(client, count)).toBeUndefined()
})

it('one update goes no longer way than it may, and is refused', () => {
  const count = 140_000
  const document = {
    snapshot: siblings(0, count),
    snapshotSequence: 1,
    updates: [],
    lastSequence: 1,
    changedAt: 0,
  }
  const state = byteRoomStates()(document)
  const before = state.encodeStateVector()
  let refusal: unknown
  try {
    state.apply(siblings(count, 1))
  } catch (error) {
    refusal = error
  }
  expect(refusal).toBeInstanceOf(ProtocolError)
  expect(refusal).toMatchObject({ closeName: 'tooBig' })
  expect(state.encodeStateVector()).toEqual(before)
})
