import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'

import { JournaledDocumentUpdateStore } from '#storage/journal/journaled-document-update-store'
import { collabMigrations } from '#storage/sqlite/collab-migrations'
import { documentHistory } from '#storage/sqlite/document-history'
import { documentLog } from '#storage/sqlite/document-log'
import { openDatabase, toStorageError } from '#storage/sqlite/open-database'

/** How many bytes of the file are changed, one at a time; all of them with a large number. */
const changes = Number(process.env.DAMAGE_CHANGES ?? 300)

const documentIds = ['folded', 'live', 'short'] as const

let folder: string
beforeEach(() => {
  // In memory where that can be had: each change is a new database, with its fsyncs.
  folder = mkdtempSync(path.join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'pliego-damage-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

async function writeStore(): Promise<void> {
  const store = await JournaledDocumentUpdateStore.open(folder, { segmentBytes: 4_096 })
  const write = (documentId: string, count: number): Promise<void[]> =>
    Promise.all(
      Array.from({ length: count }, (_, index) => {
        const update = Buffer.from(`${documentId} ${index}`)
        return store.append([
          { documentId, receivedAt: 1_000 + index, userId: 'ana', sessionId: 'tab', update },
        ])
      }),
    )
  await write('folded', 40)
  await store.compact('folded', 40, Buffer.from('a snapshot of forty entries'))
  await write('folded', 5)
  await write('live', 60)
  await write('short', 1)
  await store.close()
}

/** What each document gives: all of it as text, or why not. */
function readStore(file: string): Record<string, string> {
  const outcome: Record<string, string> = {}
  try {
    const db = openDatabase(file, collabMigrations)
    try {
      const log = documentLog(db)
      const history = documentHistory(db, log)
      for (const documentId of documentIds) {
        outcome[documentId] = attempt(() => JSON.stringify(log.load(documentId, [])))
        outcome[`${documentId}, history`] = attempt(() =>
          JSON.stringify(history.readEntries(documentId, 0, 1_000)),
        )
      }
    } finally {
      db.close()
    }
  } catch (error) {
    return { all: `refused: ${toStorageError(error, file).code}` }
  }
  return outcome
}

function attempt(read: () => string | undefined): string {
  try {
    // Lists and sorts by it, but no text hangs on it.
    return (read() ?? 'no such document').replace(/"changedAt":-?[\d.e+]+/, '')
  } catch (error) {
    return `refused: ${toStorageError(error, '').code}`
  }
}

it(
  'serves no document short, empty or changed, whichever byte of the database is damaged',
  async () => {
    await writeStore()
    const sound = readFileSync(path.join(folder, 'collab.sqlite'))
    const file = path.join(folder, 'damaged.sqlite')
    const read = (bytes: Buffer): Record<string, string> => {
      for (const name of [file, `${file}-wal`, `${file}-shm`]) rmSync(name, { force: true })
      writeFileSync(file, bytes)
      return readStore(file)
    }
    const right = read(sound)
    expect(Object.keys(right)).toHaveLength(2 * documentIds.length)
    const step = Math.max(1, Math.floor(sound.length / changes))
    const tally = { right: 0, 'one document refused': 0, 'more refused': 0, 'all refused': 0 }
    const wrong: string[] = []
    for (let at = 0; at < sound.length; at += step) {
      const bytes = Buffer.from(sound)
      bytes[at] = (bytes[at] ?? 0) ^ (at % 2 === 0 ? 0xff : 0x01)
      const outcome = read(bytes)
      const refused = Object.keys(outcome).filter((name) => outcome[name]?.startsWith('refused'))
      for (const [name, text] of Object.entries(outcome)) {
        if (!refused.includes(name) && text !== right[name])
          wrong.push(`byte ${at}, ${name}: ${text.slice(0, 200)}`)
      }
      const documents = new Set(refused.map((name) => name.split(',')[0]))
      if (documents.has('all')) tally['all refused']++
      else if (documents.size > 1) tally['more refused']++
      else if (documents.size === 1) tally['one document refused']++
      else tally.right++
    }
    console.log(
      `${sound.length} bytes, every ${step}. changed: ${JSON.stringify(tally)}, wrong ${wrong.length}`,
    )
    expect(wrong).toEqual([])
    expect(tally['one document refused']).toBeGreaterThan(0)
  },
  60_000 + changes * 50,
)
