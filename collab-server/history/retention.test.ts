import { expect, it, onTestFinished, vi } from 'vitest'
import * as Y from 'yjs'

import { DocumentWorkshop } from '#collab-server/document-workshop'
import { lifeOfRun } from '#collab-server/history/life-of-run'
import { Retention } from '#collab-server/history/retention'
import { temporaryFolder } from '#collab-server/testing/temporary-folder'
import { lifeKinds, readDocumentLife, sequenceOf } from '#protocol/document-life'
import type { DocumentRecord, JournalEntry } from '#storage/document-update-store'
import { JournaledDocumentUpdateStore } from '#storage/journal/journaled-document-update-store'
import { encodeRun } from '#storage/run-codec'

const day = 24 * 60 * 60_000
const now = 100 * day

/** A text that is written an entry a day: `a` to `j`, of which the third takes away the second letter. */
function entriesOf(documentId: string): { entries: JournalEntry[]; doc: Y.Doc } {
  const doc = new Y.Doc()
  doc.clientID = 7
  const entries: JournalEntry[] = []
  doc.on('update', (update: Uint8Array) =>
    entries.push({
      documentId,
      receivedAt: (91 + entries.length) * day,
      userId: entries.length % 2 === 0 ? 'ana' : 'luz',
      sessionId: 'tab',
      update,
    }),
  )
  const text = doc.getText('text')
  for (const letter of 'aQ') text.insert(text.length, letter)
  text.delete(1, 1)
  for (const letter of 'cdefghi') text.insert(text.length, letter)
  return { entries, doc }
}

async function setUp() {
  const store = await JournaledDocumentUpdateStore.open(temporaryFolder())
  const workshop = new DocumentWorkshop(20_000)
  onTestFinished(async () => {
    await workshop.close()
    await store.close()
  })
  const events: string[] = []
  const retention = (days: number, partBytes?: number) =>
    new Retention({
      store,
      workshop,
      days,
      ...(partBytes === undefined ? {} : { partBytes }),
      log: (_level, event) => events.push(event),
    })
  return { store, retention, events }
}

it('makes one version of what is older, without who wrote it and what was deleted, and keeps the rest as it was', async () => {
  const { store, retention, events } = await setUp()
  const { entries, doc } = entriesOf('d')
  await store.append(entries)
  // Five days: what came on days 91 to 94, four entries.
  await retention(5).run(now)
  expect(events).toEqual(['forgotten'])
  const record = await store.loadRecord('d')
  expect(record).toMatchObject({ firstSequence: 4, lastSequence: 10 })
  const bytes = record?.runBytes ?? new Uint8Array()
  const life = readDocumentLife(lifeOfRun(bytes, record?.firstSequence))
  expect(life.first).toBe(4)
  expect(life.times).toHaveLength(10)
  expect(lifeKinds[life.kinds[3] ?? 0]).toBe('before')
  expect(life.people).toEqual(['', 'ana', 'luz'])
  expect([...life.writers].slice(3)).toEqual([0, 1, 2, 1, 2, 1, 2])
  expect(life.times[3]).toBe(94 * day)
  expect([0, 2, 3].map((clock) => sequenceOf(life.births.get(7), clock))).toEqual([4, 4, 5])
  const past = new Y.Doc({ gc: false })
  Y.applyUpdate(past, life.update)
  expect(past.getText('text').toJSON()).toBe('acdefghi')
  expect(Buffer.from(bytes).includes('Q')).toBe(false)

  // The document itself is what it was, and is written on.
  const loaded = await store.load('d')
  const present = new Y.Doc()
  for (const update of [loaded?.snapshot ?? new Uint8Array(), ...(loaded?.updates ?? [])])
    Y.applyUpdate(present, update)
  expect(Y.encodeStateAsUpdate(present)).toEqual(Y.encodeStateAsUpdate(doc))
  await store.append(entriesOf('d').entries.slice(0, 1))
  expect((await store.loadRecord('d'))?.lastSequence).toBe(11)
})

it('goes on from what it forgot before, and does nothing where nothing is older', async () => {
  const { store, retention, events } = await setUp()
  const { entries } = entriesOf('d')
  await store.append(entries)
  await store.append([
    { ...(entries[0] as JournalEntry), documentId: 'seeded', userId: '', sessionId: 'seed' },
  ])
  await retention(50).run(now)
  expect(events).toEqual([])
  for (const days of [5, 5, 3, 3]) await retention(days).run(now)
  expect(events).toEqual(['forgotten', 'forgotten'])
  expect((await store.loadRecord('d'))?.firstSequence).toBe(6)
  // Nobody wrote what a document begins with, and nothing went before it.
  expect((await store.loadRecord('seeded'))?.firstSequence).toBe(1)
})

it('says what fails, and goes on with the next document', async () => {
  const { store, retention, events } = await setUp()
  for (const documentId of ['c', 'd']) await store.append(entriesOf(documentId).entries)
  await store.append([
    { ...(entriesOf('x').entries[0] as JournalEntry), documentId: 'a', update: Uint8Array.of(9, 9, 9) },
  ])
  await retention(5).run(now)
  expect(events.toSorted()).toEqual(['forgotten', 'forgotten', 'upkeep-failed'])
})

it('asks the workshop for nothing more once it is to end, and ends when what it waits for has', async () => {
  const { entries } = entriesOf('d')
  const runBytes = new Uint8Array(encodeRun(entries))
  const [asked, answer] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const jobs: string[] = []
  const events: string[] = []
  const unwanted = (job: string) => () => {
    jobs.push(job)
    return Promise.reject(new Error('the workshop is closed'))
  }
  const retention = new Retention({
    store: {
      findForgettable: () => Promise.resolve(['d']),
      loadRecord: async () => {
        asked.resolve()
        await answer.promise
        return { runBytes, firstSequence: 1, lastSequence: 10 }
      },
      loadPacked: () => Promise.resolve(undefined),
      compact: () => Promise.resolve(),
      forget: () => Promise.resolve(),
    },
    workshop: { pastBefore: unwanted('pastBefore'), digest: unwanted('digest') },
    days: 5,
    log: (_level, event) => events.push(event),
  })
  retention.start(0)
  await asked.promise
  let hasEnded = false
  const ended = retention.close().then(() => (hasEnded = true))
  await new Promise((resolve) => setImmediate(resolve))
  expect(hasEnded).toBe(false)
  answer.resolve()
  await ended
  expect(jobs).toEqual([])
  expect(events).toEqual([])
})

it('forgets a long past in parts, and reads no more of a document than is older', async () => {
  const { store, retention, events } = await setUp()
  const { entries } = entriesOf('d')
  await store.append(entries)
  const updates = entries.map(({ update }) => update)
  // A chunk of each of the first seven entries.
  for (let through = 1; through <= 7; through++)
    await store.compact('d', through, Y.mergeUpdates(updates.slice(0, through)))
  const loadRecord = vi.spyOn(store, 'loadRecord')
  await retention(5, 1).run(now)
  expect(events).toEqual(['forgotten'])
  const read = await Promise.all(loadRecord.mock.results.map(({ value }) => value as Promise<DocumentRecord>))
  expect(read.map(({ firstSequence, lastSequence }) => [firstSequence, lastSequence])).toEqual([
    [1, 2],
    [2, 3],
    [3, 4],
    [4, 4],
  ])
  const record = await store.loadRecord('d')
  expect(record).toMatchObject({ firstSequence: 4, lastSequence: 10 })
  const past = new Y.Doc({ gc: false })
  Y.applyUpdate(past, readDocumentLife(lifeOfRun(record?.runBytes ?? new Uint8Array(), 4)).update)
  expect(past.getText('text').toJSON()).toBe('acdefghi')
  expect(Buffer.from(record?.runBytes ?? []).includes('Q')).toBe(false)
})
