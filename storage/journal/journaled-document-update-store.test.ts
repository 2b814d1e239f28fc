import Database from 'better-sqlite3'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { randomBytes } from 'node:crypto'
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import { documentUpdateStoreContract } from '#storage/document-update-store.contract'
import { collabMigrations } from '#storage/sqlite/collab-migrations'
import { documentKey } from '#storage/journal/journal-batch'
import { openDatabase } from '#storage/sqlite/open-database'
import { JournaledDocumentUpdateStore } from '#storage/journal/journaled-document-update-store'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'pliego-collab-store-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const open = (): Promise<JournaledDocumentUpdateStore> =>
  JournaledDocumentUpdateStore.open(folder, {
    onCrash: (error) => {
      throw error
    },
  })

const entry = (documentId: string, update = Uint8Array.of(1, 2, 3)) => ({
  documentId,
  receivedAt: 1,
  userId: 'ana',
  sessionId: 'tab',
  update,
})

/** Does something to the file while no store holds it. */
function tamper(statement: string): void {
  const db = new Database(path.join(folder, 'collab.sqlite'))
  expect(db.prepare(statement).run().changes).toBeGreaterThan(0)
  db.close()
}

describe('the store of journal and tables', () => {
  documentUpdateStoreContract(open)
})

it('says why the journal cannot be moved into the tables, and how much waits', async () => {
  const failures: unknown[] = []
  const onDrainFailed = (error: unknown): void => void failures.push(error)
  const store = await JournaledDocumentUpdateStore.open(folder, { drainBytes: 1_000, onDrainFailed })
  await store.append([entry('d1')])
  const before = store.undrainedBytes
  expect(before).toBeGreaterThan(0)
  for (const name of readdirSync(path.join(folder, 'journal'))) rmSync(path.join(folder, 'journal', name))
  await store.append([entry('d1', new Uint8Array(2_000))])
  await vi.waitFor(() => expect(failures).toMatchObject([{ code: 'damaged' }]))
  expect(store.undrainedBytes).toBeGreaterThan(before + 2_000)
  await expect(store.close()).rejects.toMatchObject({ code: 'damaged' })
})

it('copies itself while it is written to, one copy at a time, and forgets one that nobody took', async () => {
  const store = await open()
  // Several turns long, during which others are answered.
  const before = Array.from({ length: 20 }, (_, at) => entry(`d${at % 2}`, randomBytes(300_000)))
  await store.append(before)
  const copying = store.backUp()
  const state = { isCopying: true }
  const copied = copying.finally(() => {
    state.isCopying = false
  })
  await expect(store.backUp()).rejects.toMatchObject({ code: 'inUse' })
  await store.compact('d0', 5, randomBytes(1_000))
  while (state.isCopying) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other, until it is done
    await store.append([entry('d0', randomBytes(50_000)), entry('d2', randomBytes(10))])
    // oxlint-disable-next-line no-await-in-loop
    await store.load('d1')
  }
  const other = path.join(folder, 'other')
  mkdirSync(other)
  copyFileSync(await copied, path.join(other, 'collab.sqlite'))
  const there = await JournaledDocumentUpdateStore.open(other)
  for (const [id, least] of [
    ['d0', 10],
    ['d1', 10],
    ['d2', 0],
  ] as const) {
    // oxlint-disable-next-line no-await-in-loop
    const [kept, all] = await Promise.all([there.readEntries(id, 0, 1e6), store.readEntries(id, 0, 1e6)])
    expect(kept.length).toBeGreaterThanOrEqual(least)
    expect(kept).toEqual(all.slice(0, kept.length))
  }
  await there.append([entry('d0')])
  await there.close()
  await store.close()
  expect(readdirSync(path.join(folder, 'backup-under-way'))).toHaveLength(1)
  await (await open()).close()
  expect(readdirSync(folder)).not.toContain('backup-under-way')
})

describe('the file of the tables', () => {
  it('commits to a write-ahead log with an fsync each time', () => {
    const db = openDatabase(path.join(folder, 'collab.sqlite'), collabMigrations)
    expect(db.pragma('journal_mode', { simple: true })).toBe('wal')
    expect(db.pragma('synchronous', { simple: true })).toBe(2)
    db.close()
  })

  it('is opened without a write where it is at its newest, so that a full disk can be read', () => {
    const file = path.join(folder, 'collab.sqlite')
    openDatabase(file, collabMigrations).close()
    const db = openDatabase(file, collabMigrations)
    expect(statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0).toBe(0)
    db.close()
  })

  it('is refused to a second process and to a second store of this one', async () => {
    const store = await open()
    await expect(open()).rejects.toMatchObject({ code: 'inUse' })
    const child = spawn(process.execPath, ['-e', openElsewhere], {
      cwd: process.cwd(),
      stdio: 'pipe',
      env: { ...process.env, FOLDER: folder },
    })
    const [code] = (await once(child, 'exit')) as [number]
    expect(code).toBe(7)
    await store.close()
    await (await open()).close()
  })

  it('is free again as soon as a process that held it was killed', async () => {
    const child = spawn(process.execPath, ['-e', openElsewhere], {
      cwd: process.cwd(),
      stdio: 'pipe',
      env: { ...process.env, FOLDER: folder },
    })
    await once(child.stdout, 'data')
    await expect(open()).rejects.toMatchObject({ code: 'inUse' })
    child.kill('SIGKILL')
    await once(child, 'exit')
    const store = await open()
    expect(await store.load('d1')).toMatchObject({ lastSequence: 1 })
    await store.close()
  })

  it.each([
    ['changed bytes', `UPDATE runs SET bytes = x'00' WHERE document_key = 1 AND first_sequence = 2`],
    [
      'a run in a wrong place',
      'UPDATE runs SET first_sequence = 1 WHERE document_key = 1 AND first_sequence = 2',
    ],
    ['a missing run in between', 'DELETE FROM runs WHERE document_key = 1 AND first_sequence = 2'],
    ['missing entries at the end', 'DELETE FROM runs WHERE document_key = 1 AND first_sequence = 3'],
  ])('says damaged for %s, and serves the other documents', async (_what, statement) => {
    const store = await open()
    for (const documentId of ['d1', 'd1', 'd1', 'd2']) {
      await store.append([entry(documentId)])
      // Asking for this moves what is in the journal to a row.
      await store.findLongLogs(1)
    }
    await store.close()
    tamper(statement)
    const again = await open()
    await expect(again.load('d1')).rejects.toMatchObject({ code: 'damaged' })
    expect(await again.load('d2')).toMatchObject({ lastSequence: 1 })
    await again.append([entry('d2')])
    await again.close()
  })

  it.each([
    ['a changed snapshot', `UPDATE snapshots SET bytes = x'00'`],
    ['a missing snapshot', 'DELETE FROM snapshots'],
  ])('says damaged for %s', async (_what, statement) => {
    const store = await open()
    await store.append([entry('d1'), entry('d1')])
    await store.compact('d1', 2, Uint8Array.of(9, 9))
    await store.close()
    tamper(statement)
    const again = await open()
    await expect(again.load('d1')).rejects.toMatchObject({ code: 'damaged' })
    await again.close()
  })

  it.each([
    ['of which an entry is lost', 'd1'],
    ['of which the very first entry is lost', 'd9'],
  ])('lets a document be removed %s, and begun anew', async (_what, documentId) => {
    const store = await open()
    await store.append([entry('d1')])
    await store.close()
    const key = documentKey(documentId).toString('hex')
    tamper(`INSERT INTO damaged_documents VALUES (x'${key}', 1)`)
    const again = await open()
    await expect(again.load(documentId)).rejects.toMatchObject({ code: 'damaged' })
    await again.remove(documentId)
    expect(await again.load(documentId)).toBeUndefined()
    expect(await again.seed(entry(documentId))).toBe(true)
    await again.close()
    const later = await open()
    expect(await later.load(documentId)).toMatchObject({ lastSequence: 1 })
    await later.close()
  })

  it('says damaged for changed history, and does not fold a damaged log into a snapshot', async () => {
    const store = await open()
    await store.append([entry('d1'), entry('d2'), entry('d2')])
    await store.compact('d1', 1, Uint8Array.of(9))
    await store.close()
    tamper(`UPDATE history SET bytes = x'00'`)
    tamper(`UPDATE runs SET bytes = x'00' WHERE document_key = 2`)
    const again = await open()
    await expect(again.readEntries('d1', 0, 10)).rejects.toMatchObject({ code: 'damaged' })
    await expect(again.compact('d2', 2, Uint8Array.of(9))).rejects.toMatchObject({ code: 'damaged' })
    await again.close()
  })

  it('refuses a file of a later version, and one that is no database', async () => {
    await (await open()).close()
    const db = new Database(path.join(folder, 'collab.sqlite'))
    db.pragma('user_version = 99')
    db.close()
    await expect(open()).rejects.toMatchObject({ code: 'tooNew' })
    writeFileSync(path.join(folder, 'collab.sqlite'), 'this is no database, and was never one. '.repeat(200))
    await expect(open()).rejects.toMatchObject({ code: 'damaged' })
  })
})

/** A process of its own that writes one entry and then holds the folder; it ends with 7 where that is refused. */
const openElsewhere = `
  import('./storage/journal/journaled-document-update-store.ts').then(async ({ JournaledDocumentUpdateStore }) => {
    const store = await JournaledDocumentUpdateStore.open(process.env.FOLDER, { onCrash: () => process.exit(1) })
      .catch((error) => process.exit(error.code === 'inUse' ? 7 : 1))
    await store.append([{ documentId: 'd1', receivedAt: 1, userId: '', sessionId: '', update: Uint8Array.of(1) }])
    console.log('open')
    setInterval(() => undefined, 1000)
  })
`
