import { describe, expect, it } from 'vitest'

import { ByteWriter } from '#collab-server/byte-state/byte-writer'
import { ScannedUpdate } from '#collab-server/byte-state/scanned-update'
import { decodeStateVector } from '#collab-server/byte-state/state-vector'
import { structRef } from '#collab-server/byte-state/struct-cursor'
import { updateBounds } from '#collab-server/update-bounds'

const { maxClients, maxStructs } = updateBounds

function written(write: (writer: ByteWriter) => void): Uint8Array {
  const writer = new ByteWriter(1 << 20)
  write(writer)
  return writer.written
}

const rowsOf = (update: Uint8Array): number => {
  const scan = new ScannedUpdate()
  scan.read(update)
  return scan.rows
}

/** Blocks of no structs, and no deletions. */
const blocks = (count: number): Uint8Array =>
  written((writer) => {
    writer.uint(count)
    for (let client = 1; client <= count; client++) for (const value of [0, client, 0]) writer.uint(value)
    writer.uint(0)
  })

/** No structs, and clients of whom nothing is deleted. */
const deletions = (count: number): Uint8Array =>
  written((writer) => {
    for (const value of [0, count]) writer.uint(value)
    for (let client = 1; client <= count; client++) for (const value of [client, 0]) writer.uint(value)
  })

/** Structs of one client of two bytes each. */
const structs = (count: number): Uint8Array =>
  written((writer) => {
    for (const value of [1, count, 7, 0]) writer.uint(value)
    for (let left = count; left > 0; left--) for (const value of [structRef.gc, 1]) writer.uint(value)
    writer.uint(0)
  })

const stateVector = (count: number): Uint8Array =>
  written((writer) => {
    writer.uint(count)
    for (let client = 1; client <= count; client++) for (const value of [client, 1]) writer.uint(value)
  })

const tooBig = expect.objectContaining({ closeName: 'tooBig' }) as Error

describe('S7: what one message may name', () => {
  it('clients up to a number, though nothing is said of them', () => {
    expect(rowsOf(blocks(maxClients))).toBe(0)
    expect(rowsOf(deletions(maxClients))).toBe(0)
    expect(decodeStateVector(stateVector(maxClients)).size).toBe(maxClients)
    expect(() => rowsOf(blocks(maxClients + 1))).toThrow(tooBig)
    expect(() => rowsOf(deletions(maxClients + 1))).toThrow(tooBig)
    expect(() => decodeStateVector(stateVector(maxClients + 1))).toThrow(tooBig)
  })

  it('structs up to a number, however small', () => {
    expect(rowsOf(structs(maxStructs))).toBe(maxStructs)
    expect(() => rowsOf(structs(maxStructs + 1))).toThrow(tooBig)
  })
})
