import Database from 'better-sqlite3'
import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'

import { JournaledDocumentUpdateStore } from '#storage/journal/journaled-document-update-store'

// What a server finds that starts after a crash between two steps of the store, step by step. The folder is
// copied as it is at that moment; what a power cut leaves of a single write is in replay-segments.test.ts.

const documentIds = ['one', 'two', 'three'] as const
const rounds = 30

let root: string
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'pliego-crash-steps-'))
})
afterEach(() => rmSync(root, { recursive: true }))

const at = (...names: string[]): string => path.join(root, ...names)
const segmentsIn = (dataDir: string): string[] => readdirSync(at(dataDir, 'journal')).toSorted()
const copy = (from: string, to: string): void => cpSync(at(from), at(to), { recursive: true, force: false })

/** Small segments, so that there are several; drained only where somebody asks for it. */
const open = (dataDir: string): Promise<JournaledDocumentUpdateStore> =>
  JournaledDocumentUpdateStore.open(at(dataDir), { segmentBytes: 2_048, drainBytes: 1 << 30 })

const update = (documentId: string, round: number): Buffer => Buffer.from(`${documentId} ${round} `.repeat(5))

async function write(store: JournaledDocumentUpdateStore, count = rounds): Promise<void> {
  for (let round = 1; round <= count; round++)
    await store.append(
      documentIds.map((documentId) => ({
        documentId,
        receivedAt: round,
        userId: 'ana',
        sessionId: 'tab',
        update: update(documentId, round),
      })),
    )
}

/** Every entry once and in its place, one more that was appended since, and nothing left of the journal. */
const whole = {
  texts: documentIds.map((documentId) =>
    Array.from({ length: rounds }, (_, index) => update(documentId, index + 1).toString()),
  ),
  lastSequences: documentIds.map(() => rounds + 1),
  segments: [],
}

/** Opens what a crash left, writes on, and stops as it should. */
async function recover(dataDir: string): Promise<unknown> {
  const store = await open(dataDir)
  const texts: string[][] = []
  const lastSequences: unknown[] = []
  for (const documentId of documentIds) {
    const entries = await store.readEntries(documentId, 0, 1_000)
    texts.push(entries.map((entry) => Buffer.from(entry.update).toString()))
    const entry = { documentId, receivedAt: 99, userId: '', sessionId: '', update: Uint8Array.of(1) }
    await store.append([entry])
    lastSequences.push((await store.load(documentId))?.lastSequence)
  }
  await store.close()
  return { texts, lastSequences, segments: segmentsIn(dataDir) }
}

it('entries are in the journal and not in the tables', async () => {
  const store = await open('live')
  await write(store)
  expect(segmentsIn('live').length).toBeGreaterThan(3)
  copy('live', 'crashed')
  await store.close()
  expect(await recover('crashed')).toEqual(whole)
})

it('a file for the journal is made and not listed', async () => {
  const store = await open('live')
  await write(store)
  copy('live', 'crashed')
  await store.close()
  writeFileSync(at('crashed', 'journal', '00000099.log'), Buffer.alloc(2_048))
  expect(await recover('crashed')).toEqual(whole)
})

it('entries are in the tables, and their files not removed', async () => {
  const store = await open('live')
  await write(store)
  const before = segmentsIn('live')
  copy('live/journal', 'journal before')
  await store.findLongLogs(1)
  const after = segmentsIn('live')
  expect(after.length).toBeLessThan(before.length)
  copy('live', 'crashed')
  copy('journal before', 'crashed/journal')
  expect(segmentsIn('crashed').length).toBeGreaterThan(after.length)
  await store.close()
  expect(await recover('crashed')).toEqual(whole)
})

it('the store is closed, and its last files not removed', async () => {
  const store = await open('live')
  await write(store)
  copy('live/journal', 'journal before')
  await store.close()
  expect(segmentsIn('live')).toEqual([])
  copy('journal before', 'live/journal')
  expect(await recover('live')).toEqual(whole)
})

it('some files are removed, and others not yet', async () => {
  const store = await open('live')
  await write(store)
  copy('live/journal', 'journal before')
  await store.findLongLogs(1)
  copy('live', 'crashed')
  copy('journal before', 'crashed/journal')
  rmSync(at('crashed', 'journal', segmentsIn('crashed')[0] ?? ''))
  await store.close()
  expect(await recover('crashed')).toEqual(whole)
})

it('a document is folded while others have entries in the journal', async () => {
  const store = await open('live')
  await write(store)
  await store.compact('one', rounds - 3, Buffer.from('snapshot'))
  await store.append([
    { documentId: 'two', receivedAt: 9, userId: '', sessionId: '', update: Uint8Array.of(7) },
  ])
  copy('live', 'crashed')
  await store.close()
  const again = await open('crashed')
  const loaded = await again.load('one')
  expect(loaded).toMatchObject({ snapshotSequence: rounds - 3, lastSequence: rounds })
  expect(loaded?.updates).toHaveLength(3)
  expect(Buffer.from(loaded?.snapshot ?? []).toString()).toBe('snapshot')
  expect(await again.readEntries('one', 0, 1_000)).toHaveLength(rounds)
  expect(await again.load('two')).toMatchObject({ lastSequence: rounds + 1 })
  await again.close()
})

it('a document is removed: nothing of it comes back from the journal', async () => {
  const store = await open('live')
  await write(store)
  copy('live/journal', 'journal before')
  await store.remove('one')
  copy('live', 'crashed')
  copy('journal before', 'crashed/journal')
  await store.close()
  const again = await open('crashed')
  expect(await again.load('one')).toBeUndefined()
  expect(await again.load('two')).toMatchObject({ lastSequence: rounds })
  await again.close()
})

it('entries of a document wait whose row was lost: it alone is refused, by each start', async () => {
  const store = await open('live')
  await write(store, 4)
  await store.findLongLogs(1)
  await write(store, 4)
  copy('live', 'crashed')
  await store.close()
  const db = new Database(at('crashed', 'collab.sqlite'))
  db.pragma('foreign_keys = OFF')
  expect(db.prepare(`DELETE FROM documents WHERE id = 'one'`).run().changes).toBe(1)
  db.close()
  for (let start = 1; start <= 2; start++) {
    const again = await open('crashed')
    await expect(again.load('one')).rejects.toMatchObject({ code: 'damaged' })
    const more = { documentId: 'one', receivedAt: 9, userId: '', sessionId: '', update: Uint8Array.of(7) }
    await expect(again.append([more])).rejects.toMatchObject({ code: 'damaged' })
    expect(await again.load('two')).toMatchObject({ lastSequence: 8 + start - 1 })
    await again.append([{ ...more, documentId: 'two' }])
    expect(await again.findLongLogs(4)).toContain('two')
    await again.close()
  }
  // What came of it since is there for whoever wants to look what can be saved.
  expect(segmentsIn('crashed').length).toBeGreaterThan(0)
  for (const file of segmentsIn('crashed')) expect(file).toMatch(/[.]damaged$/)
})

it('a file that is not listed and holds something stops the start: somebody may miss it', async () => {
  const store = await open('live')
  await write(store)
  copy('live', 'crashed')
  await store.close()
  writeFileSync(at('crashed', 'journal', '00000099.log'), Buffer.alloc(2_048, 1))
  await expect(open('crashed')).rejects.toMatchObject({ code: 'damaged' })
})
