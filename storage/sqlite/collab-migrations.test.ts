import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { crc32, deflateSync } from 'node:zlib'
import { afterEach, beforeEach, expect, it } from 'vitest'

import type { StoredEntry } from '#storage/document-update-store'
import { encodeEntries, entryChecksum } from '#storage/entry-codec'
import { JournaledDocumentUpdateStore } from '#storage/journal/journaled-document-update-store'
import { collabMigrations } from '#storage/sqlite/collab-migrations'
import { openDatabase } from '#storage/sqlite/open-database'
import { openSqliteAppStore } from '#storage/sqlite/sqlite-app-store'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'pliego-migrations-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const entriesOf = (documentId: string, count: number): StoredEntry[] =>
  Array.from({ length: count }, (_, index) => ({
    documentId,
    sequence: index + 1,
    receivedAt: 1_000 + index,
    userId: index % 2 === 0 ? 'ana' : 'luz',
    sessionId: `tab-${index % 3}`,
    update: Uint8Array.of(index, 0, 255),
  }))

/** The folder as the first version left it: a row for each live entry, deflated history, a plain snapshot. */
function writeFirstVersion(): void {
  const db = openDatabase(path.join(folder, 'collab.sqlite'), collabMigrations.slice(0, 1))
  const addDocument = db.prepare('INSERT INTO documents VALUES (?, ?, 1, 2000, ?, ?, 0)')
  const addUpdate = db.prepare('INSERT INTO updates VALUES (?, ?, ?, ?, ?, ?, ?)')
  const write = (key: number, id: string, entries: readonly StoredEntry[], folded: number): void => {
    addDocument.run(key, id, entries.length, folded)
    for (const entry of entries.slice(folded)) {
      const { sequence, receivedAt, userId, sessionId, update } = entry
      addUpdate.run(key, sequence, receivedAt, userId, sessionId, entryChecksum(entry, sequence), update)
    }
  }
  write(1, 'live', entriesOf('live', 5), 0)
  write(2, 'folded', entriesOf('folded', 8), 6)
  write(3, 'broken', entriesOf('broken', 3), 0)
  db.exec('UPDATE updates SET received_at = 7 WHERE document_key = 3 AND sequence = 2')
  const chunk = deflateSync(encodeEntries(entriesOf('folded', 6)))
  db.prepare('INSERT INTO history VALUES (2, 1, 6, 1000, 1005, ?, ?)').run(crc32(chunk), chunk)
  const snapshot = Buffer.from('six entries')
  db.prepare('INSERT INTO snapshots VALUES (2, 6, 1, ?, ?)').run(crc32(snapshot), snapshot)
  db.close()
}

const plain = (entries: readonly StoredEntry[]) =>
  entries.map((entry) => ({ ...entry, update: [...entry.update] }))

it('opens the folder of an earlier version with everything in it, and goes on from there', async () => {
  writeFirstVersion()
  const store = await JournaledDocumentUpdateStore.open(folder)
  expect(plain(await store.readEntries('live', 0, 100))).toEqual(plain(entriesOf('live', 5)))
  expect(plain(await store.readEntries('folded', 0, 8))).toEqual(plain(entriesOf('folded', 8)))
  const folded = await store.load('folded')
  expect(Buffer.from(folded?.snapshot ?? []).toString()).toBe('six entries')
  expect(folded).toMatchObject({ snapshotSequence: 6, lastSequence: 8, changedAt: 2_000 })
  await expect(store.load('broken')).rejects.toMatchObject({ code: 'damaged' })
  expect((await store.findLongLogs(2)).toSorted()).toEqual(['broken', 'live'])

  await store.append(entriesOf('folded', 1))
  await store.compact('folded', 9, Buffer.from('nine entries'))
  await store.close()
  const again = await JournaledDocumentUpdateStore.open(folder)
  expect(await again.load('folded')).toMatchObject({ snapshotSequence: 9, lastSequence: 9 })
  expect(await again.readEntries('folded', 0, 100)).toHaveLength(9)
  await expect(again.load('broken')).rejects.toMatchObject({ code: 'damaged' })
  await again.close()
})

it('keeps every file from everybody but its owner, in a folder that is open too', async () => {
  chmodSync(folder, 0o755)
  writeFileSync(path.join(folder, 'app.sqlite'), '', { mode: 0o644 })
  writeFirstVersion()
  chmodSync(path.join(folder, 'collab.sqlite'), 0o666)
  const appStore = openSqliteAppStore(folder)
  const store = await JournaledDocumentUpdateStore.open(folder)
  await store.append(entriesOf('new', 1))
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
  const modes = files.map((file) => [
    file.name,
    (statSync(path.join(file.parentPath, file.name)).mode & 0o777).toString(8),
  ])
  expect(modes.length).toBeGreaterThan(4)
  for (const [name, mode] of modes)
    expect(`${name} ${mode}`).toBe(`${name} ${name === 'journal' ? '700' : '600'}`)
  await store.close()
  await appStore.close()
})
