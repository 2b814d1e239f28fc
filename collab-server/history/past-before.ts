import * as Y from 'yjs'

import { byteRoomStates } from '#collab-server/byte-state/open-byte-room-state'
import type { DocumentRecord, StoredEntry } from '#storage/document-update-store'
import { RunCursor } from '#storage/run-codec'

const openRoomState = byteRoomStates()
const nothing = Uint8Array.of(0)

export type PastBefore = Pick<StoredEntry, 'sequence' | 'receivedAt' | 'update'>

/**
 * What stands for all entries that were received before a time: the document as they left it, without what was deleted by
 * then. Null where there are none, or only one that names nobody and holds nothing else.
 */
export function pastBefore(
  { runBytes, firstSequence }: Pick<DocumentRecord, 'runBytes' | 'firstSequence'>,
  before: number,
): PastBefore | null {
  const updates: Uint8Array[] = []
  const cursor = new RunCursor(runBytes)
  let [receivedAt, namesSomebody] = [0, false]
  while (cursor.next() && cursor.receivedAt < before) {
    updates.push(runBytes.subarray(cursor.updateStart, cursor.updateEnd))
    receivedAt = Math.max(receivedAt, cursor.receivedAt)
    if (cursor.userStart >= 0 && cursor.userEnd > cursor.userStart) namesSomebody = true
  }
  if (updates.length === 0 || (updates.length === 1 && !namesSomebody)) return null
  const state = openRoomState({ snapshot: null, updates, snapshotSequence: 0, lastSequence: 0, changedAt: 0 })
  const doc = new Y.Doc()
  try {
    Y.applyUpdate(doc, state.encodeStateAsUpdate(nothing))
    const sequence = firstSequence + updates.length - 1
    return { sequence, receivedAt, update: Y.encodeStateAsUpdate(doc) }
  } finally {
    doc.destroy()
    state.destroy()
  }
}
