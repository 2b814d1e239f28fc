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

it('a member that throws at what is on disk fails alone: the others hear of theirs, and commits go on', async () => {
  const store: Pick<DocumentUpdateStore, 'append'> = { append: () => Promise.resolve() }
  const journal = new Journal(store, 0, new Metrics())
  const heard: string[] = []
  const member = (name: string, committed: () => void = () => undefined): JournalMember => ({
    committed: (count) => {
      heard.push(`${name} ${count}`)
      committed()
    },
    commitFailed: (error) => heard.push(`${name} ${String(error)}`),
  })
  const sick = member('sick', () => {
    journal.append(entry, sick)
    throw new Error('fault')
  })
  const well = member('well')
  for (const each of [sick, well, sick]) journal.append(entry, each)
  await journal.drain()
  expect(heard).toEqual(['sick 2', 'sick Error: fault', 'well 1'])
  journal.append(entry, well)
  await journal.drain()
  // What the sick one had put in meanwhile went with it.
  expect(heard.slice(3)).toEqual(['well 1'])
})

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
