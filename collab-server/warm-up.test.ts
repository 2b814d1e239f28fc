import { expect, it } from 'vitest'
import * as Y from 'yjs'

import { byteRoomStates } from '#collab-server/byte-state/open-byte-room-state'
import { sampleDocument, warmUp } from '#collab-server/warm-up'

it('joins, is answered, and is over', async () => {
  await expect(warmUp()).resolves.toBeUndefined()
})

it('has a sample that Yjs takes whole, and that opens as bytes', () => {
  const sample = sampleDocument()
  const doc = new Y.Doc()
  Y.applyUpdate(doc, sample)
  expect(doc.store.pendingStructs).toBeNull()
  const fallbacks: number[] = []
  const document = { snapshot: sample, updates: [], snapshotSequence: 1, lastSequence: 1, changedAt: 0 }
  const state = byteRoomStates(() => fallbacks.push(1))(document)
  expect(fallbacks).toEqual([])
  expect(state.encodeStateAsUpdate(Uint8Array.of(0))).toBe(sample)
})
