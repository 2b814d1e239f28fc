import { expect, it } from 'vitest'

import { Journal, type JournalMember } from '#collab-server/journal'
import { Metrics } from '#collab-server/metrics/metrics'
import { eventually } from '#collab-server/testing/eventually'
import type { DocumentUpdateStore, JournalEntry } from '#storage/document-update-store'

const entry: JournalEntry = {
  documentId: 'd1',
  receivedAt: 1,
  userId: '',
  sessionId: '',
  update: Uint8Array.of(0, 0),
}

it('is drained once what was put in is on disk, however much comes meanwhile', async () => {
  const writes: (() => void)[] = []
  const store: Pick<DocumentUpdateStore, 'append'> = {
    append: () => new Promise((resolve) => writes.push(resolve)),
  }
  const journal = new Journal(store, 0, new Metrics())
  let committed = 0
  const member: JournalMember = {
    committed: (count) => {
      committed += count
      // Somebody who never stops.
      journal.append(entry, member)
    },
    commitFailed: (error) => {
      throw error
    },
  }
  journal.append(entry, member)
  await eventually(() => expect(writes).toHaveLength(1))
  journal.append(entry, member)
  let drainedAt = 0
  void journal.drain().finally(() => {
    drainedAt = committed
  })
  for (let round = 1; round <= 5; round++) {
    await eventually(() => expect(writes).toHaveLength(1))
    expect(drainedAt).toBe(round <= 2 ? 0 : 3)
    writes.shift()?.()
    await eventually(() => expect(committed).toBeGreaterThanOrEqual(round))
  }
})
