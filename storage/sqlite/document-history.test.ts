import type Database from 'better-sqlite3'
import { createHash } from 'node:crypto'
import path from 'node:path'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { zstdCompressSync } from 'node:zlib'
import { afterEach, beforeEach, expect, it } from 'vitest'

import type { JournalEntry, StoredEntry } from '#storage/document-update-store'
import { decodeRun, encodeRun } from '#storage/run-codec'
import { collabMigrations } from '#storage/sqlite/collab-migrations'
import { documentHistory } from '#storage/sqlite/document-history'
import { documentLog, formatChecksum } from '#storage/sqlite/document-log'
import { openDatabase } from '#storage/sqlite/open-database'

let folder: string
let db: Database.Database
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'pliego-document-history-'))
  db = openDatabase(path.join(folder, 'collab.sqlite'), collabMigrations)
})
afterEach(() => {
  db.close()
  rmSync(folder, { recursive: true })
})

const entries = Array.from({ length: 6 }, (_, index): JournalEntry => ({
  documentId: 'd',
  receivedAt: 1_000 + index,
  userId: 'ana',
  sessionId: 'tab',
  update: Buffer.from(`update ${index}`),
}))
const numbered = entries.map((entry, index) => ({ ...entry, sequence: index + 1 }))

it('reads what an earlier version packed as runs, with what is packed now behind it', () => {
  db.exec("INSERT INTO documents VALUES (1, 'd', 1, 1003, 4, 3, 0, 0)")
  const old = zstdCompressSync(
    Buffer.concat([encodeRun(entries.slice(0, 1)), encodeRun(entries.slice(1, 3))]),
  )
  db.prepare('INSERT INTO history VALUES (1, 1, 3, 1000, 1002, ?, ?, 2, NULL)').run(
    formatChecksum(old, 2),
    old,
  )
  const log = documentLog(db)
  const history = documentHistory(db, log)
  log.putRun(
    { key: 1, id: 'd' },
    { firstSequence: 4, lastSequence: 4, bytes: encodeRun(entries.slice(3, 4)) },
  )
  history.compact('d', 4, Buffer.from('a snapshot'))
  const formats = db.prepare('SELECT format FROM history ORDER BY last_sequence').pluck().all()
  expect(formats).toEqual([2, 3])
  expect(
    history.readEntries('d', 0, 10).map((entry) => ({ ...entry, update: Buffer.from(entry.update) })),
  ).toEqual(numbered.slice(0, 4))
  const record = history.readRecord({ documentId: 'd' })
  expect(
    Buffer.compare(
      encodeRun(decodeRun('d', 1, record?.runBytes ?? new Uint8Array())),
      encodeRun(entries.slice(0, 4)),
    ),
  ).toBe(0)
})

it('refuses a record that begins later than what stands for its forgotten past', () => {
  db.exec("INSERT INTO documents VALUES (1, 'd', 1, 1006, 6, 0, 0, 0)")
  const log = documentLog(db)
  const history = documentHistory(db, log)
  log.putRun({ key: 1, id: 'd' }, { firstSequence: 1, lastSequence: 6, bytes: encodeRun(entries) })
  history.compact('d', 5, Buffer.from('a snapshot'))
  for (const through of [3, 5, 6, 7, -1]) {
    db.prepare('UPDATE documents SET forgotten_through = ?').run(through)
    expect(() => history.readEntries('d', 0, 10)).toThrow('forgotten past')
    expect(() => history.readRecord({ documentId: 'd' })).toThrow('forgotten past')
  }
  db.exec('UPDATE documents SET forgotten_through = 0')
  history.forget({ ...(numbered[2] as StoredEntry), userId: '', sessionId: 'before' })
  expect(history.readEntries('d', 0, 10).map(({ sequence }) => sequence)).toEqual([3, 4, 5, 6])
  db.exec('UPDATE documents SET forgotten_through = 0')
  expect(() => history.readEntries('d', 0, 10)).toThrow('gap')
})

it('keeps no word of what was folded and forgotten, in any file and while it is open', () => {
  db.exec("INSERT INTO documents VALUES (1, 'd', 1, 1006, 6, 0, 0, 0)")
  const log = documentLog(db)
  const history = documentHistory(db, log)
  const word = 'hullabaloonix'
  for (const [index, entry] of entries.entries()) {
    const place = { firstSequence: index + 1, lastSequence: index + 1 }
    log.putRun({ key: 1, id: 'd' }, { ...place, bytes: encodeRun([{ ...entry, update: longUpdate(word) }]) })
  }
  const holding = () =>
    readdirSync(folder).filter((name) => readFileSync(path.join(folder, name)).includes(word))
  db.pragma('wal_checkpoint(TRUNCATE)')
  expect(holding()).not.toEqual([])
  history.compact('d', 6, Buffer.from('a snapshot'))
  history.forget({ ...(numbered[5] as StoredEntry), userId: '', sessionId: 'before' })
  expect(holding()).toEqual([])
})

/** More than the pages that are used again at once. */
function longUpdate(word: string): Buffer {
  return Buffer.from(`${word} `.repeat(2_000))
}

it('refuses a history for what it takes unpacked, however well it packs, and none that is no longer', () => {
  db.exec("INSERT INTO documents VALUES (1, 'd', 1, 1006, 6, 0, 0, 0)")
  const log = documentLog(db)
  const history = documentHistory(db, log)
  const pasted = entries.map((entry, index) => ({ ...entry, update: digestsFrom(index) }))
  log.putRun({ key: 1, id: 'd' }, { firstSequence: 1, lastSequence: 6, bytes: encodeRun(pasted) })
  history.compact('d', 6, Buffer.from('a snapshot'))
  const takes = history.readRecord({ documentId: 'd' })?.runBytes.byteLength ?? 0
  expect(takes).toBeGreaterThan(6_000)
  const refusesWhatIsLonger = () => {
    expect(history.readRecord({ documentId: 'd', maxBytes: takes })?.lastSequence).toBe(6)
    expect(() => history.readRecord({ documentId: 'd', maxBytes: takes - 1 })).toThrow('more than')
  }
  refusesWhatIsLonger()
  // As an earlier version left it.
  db.exec('UPDATE history SET run_bytes = NULL')
  refusesWhatIsLonger()
  // Before it is read.
  db.exec(`UPDATE history SET run_bytes = ${takes}, checksum = checksum + 1`)
  expect(() => history.readRecord({ documentId: 'd', maxBytes: takes - 1 })).toThrow('more than')
})

/** A kilobyte that packs badly, as a picture's letters do. */
function digestsFrom(seed: number): Buffer {
  const digests = Array.from({ length: 16 }, (_, index) =>
    createHash('sha512').update(`${seed} ${index}`).digest('base64'),
  )
  return Buffer.from(digests.join(''))
}
