import { expect, it } from 'vitest'
import * as encoding from 'lib0/encoding'

import { adoptSnapshot } from '#collab-server/byte-state/adopt-snapshot'
import { StoredDepths } from '#collab-server/byte-state/stored-depths'
import { infoBit, StructCursor, structRef } from '#collab-server/byte-state/struct-cursor'

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

/** Counts the structs that are read. */
class CountingCursor extends StructCursor {
  read = 0

  override readStruct(of: number, clock: number): void {
    this.read++
    super.readStruct(of, clock)
  }
}

function depthsOf(count: number, maxWork?: number) {
  const cursor = new CountingCursor()
  const store = adoptSnapshot(siblings(0, count), cursor)
  if (!store) throw new Error('not taken over')
  cursor.read = 0
  return { cursor, depths: new StoredDepths(store, cursor, maxWork) }
}

it('a long way is gone once, and each struct on it read once', () => {
  const count = 100_000
  const { cursor, depths } = depthsOf(count)
  expect(depths.depthOf(client, count - 1)).toBe(0)
  expect(cursor.read).toBe(count)
  for (const clock of [count - 1, count - 2, count / 2, 12_345, 3]) {
    cursor.read = 0
    depths.begin()
    expect(depths.depthOf(client, clock)).toBe(0)
    expect(cursor.read).toBeLessThan(2_000)
  }
  expect(depths.depthOf(client, count)).toBeUndefined()
})

it('for one update no more is read than may be: it is refused', () => {
  const { cursor, depths } = depthsOf(100_000, 10_000)
  const tooBig = expect.objectContaining({ closeName: 'tooBig' }) as Error
  expect(() => depths.depthOf(client, 99_999)).toThrow(tooBig)
  expect(cursor.read).toBeLessThan(10_000)
  // What was spent counts for one update alone.
  expect(() => depths.depthOf(client, 99)).toThrow(tooBig)
  depths.begin()
  expect(depths.depthOf(client, 99)).toBe(0)
})
