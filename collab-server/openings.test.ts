import { expect, it } from 'vitest'

import { Openings } from '#collab-server/openings'
import type { PackedDocument } from '#storage/document-update-store'

const packed = (lastSequence: number): PackedDocument => ({
  snapshot: null,
  snapshotSequence: 0,
  updateBytes: new Uint8Array(),
  updateBounds: new Uint32Array(),
  lastSequence,
  changedAt: 0,
})

it('reads what a document begins with once, until somebody writes', async () => {
  const stored = new Map([['d', 1]])
  let reads = 0
  const openings = new Openings({
    store: {
      loadPacked: (documentId) => {
        const sequence = stored.get(documentId)
        return Promise.resolve(sequence === undefined ? undefined : packed(sequence))
      },
    },
    workshop: {
      readOpening: ({ lastSequence }) => {
        reads += 1
        return Promise.resolve(`as of ${lastSequence}`)
      },
    },
  })
  expect([await openings.read('d'), await openings.read('d')]).toEqual(['as of 1', 'as of 1'])
  expect(reads).toBe(1)
  stored.set('d', 2)
  expect(await openings.read('d')).toBe('as of 2')
  stored.delete('d')
  expect(await openings.read('d')).toBeUndefined()
  stored.set('d', 2)
  expect(await openings.read('d')).toBe('as of 2')
  expect(reads).toBe(3)
})

it('takes what was read with something else, unless it is older', async () => {
  const read = { loadPacked: () => Promise.resolve(packed(2)) }
  const openings = new Openings({
    store: read,
    workshop: { readOpening: () => Promise.resolve('read when asked') },
  })
  openings.keep('d', { sequence: 2, json: 'read before' })
  openings.keep('d', { sequence: 1, json: 'long ago' })
  expect(await openings.read('d')).toBe('read before')
  openings.keep('e', { sequence: 1, json: 'long ago' })
  expect(await openings.read('e')).toBe('read when asked')
})

it('keeps a bounded number of them', async () => {
  let reads = 0
  const openings = new Openings({
    store: { loadPacked: () => Promise.resolve(packed(1)) },
    workshop: { readOpening: () => Promise.resolve(String((reads += 1))) },
  })
  for (let index = 0; index < 301; index++) await openings.read(`d${index}`)
  expect(await openings.read('d300')).toBe('301')
  expect(await openings.read('d0')).toBe('302')
})
