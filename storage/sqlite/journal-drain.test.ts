import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, it, onTestFinished } from 'vitest'

import { documentKey } from '#storage/journal/journal-batch'
import { diskFiles, makeFolder } from '#storage/journal/journal-files'
import { JournalQueue } from '#storage/journal/journal-queue'
import { JournalWriter } from '#storage/journal/journal-writer'
import { collabMigrations } from '#storage/sqlite/collab-migrations'
import { documentLog } from '#storage/sqlite/document-log'
import { journalCatalogue } from '#storage/sqlite/journal-catalogue'
import { JournalDrain } from '#storage/sqlite/journal-drain'
import { openDatabase } from '#storage/sqlite/open-database'

/** The journal of a store and what drains it, in one thread. */
function open(segmentBytes: number) {
  const root = mkdtempSync(path.join(tmpdir(), 'pliego-journal-drain-'))
  const folder = path.join(root, 'journal')
  makeFolder(folder)
  const db = openDatabase(path.join(root, 'collab.sqlite'), collabMigrations)
  onTestFinished(() => {
    db.close()
    rmSync(root, { recursive: true })
  })
  const log = documentLog(db)
  const drain = new JournalDrain({ db, log, catalogue: journalCatalogue(db), folder })
  const writer = new JournalWriter({
    files: diskFiles,
    folder,
    nextSegment: 1,
    previous: { segment: 0, end: 0 },
    segmentBytes,
    register: (segment, salt) => Promise.resolve(drain.register(segment, salt)),
  })
  onTestFinished(() => writer.close())
  const queue = new JournalQueue({
    writer,
    findLastSequence: () => Promise.resolve(0),
    refusal: () => undefined,
    onWritten: () => undefined,
  })
  const append = async (documentId: string, update: Buffer): Promise<void> => {
    await queue.append([{ documentId, receivedAt: 1, userId: 'ana', sessionId: 'tab', update }])
    drain.follow(writer.durable)
  }
  return { db, log, drain, writer, queue, append, files: () => readdirSync(folder).toSorted() }
}

it('keeps of the journal little more than what is not in the tables yet', async () => {
  const { drain, append } = open(1 << 20)
  const [count, size] = [200, 2_000]
  for (let index = 0; index < count; index++) await append('one', Buffer.alloc(size, index + 1))
  const runs = drain.undrainedOf('one')
  expect(runs).toHaveLength(count)
  const buffers = new Set(runs.map(({ bytes }) => bytes.buffer))
  const kept = [...buffers].reduce((sum, { byteLength }) => sum + byteLength, 0)
  expect(kept).toBeLessThan(2 * count * size)
})

it('damage of one document that is found on the way stops no other, and loses nothing that came of it', async () => {
  const { db, log, drain, queue, append, files } = open(2_048)
  const update = Buffer.alloc(900, 7)
  for (const documentId of ['one', 'two']) await append(documentId, update)
  drain.drain()
  db.pragma('foreign_keys = OFF')
  // Between reading an entry of it and putting that into the tables.
  await append('one', update)
  await append('two', update)
  db.prepare(`DELETE FROM documents WHERE id = 'one'`).run()
  drain.drain()
  expect(log.load('two', [])).toMatchObject({ lastSequence: 2 })
  expect(() => drain.refuseDamaged('one')).toThrow(expect.objectContaining({ code: 'damaged' }))
  // What comes before the writer hears of it.
  for (let index = 0; index < 6; index++) await append('one', update)
  drain.drain()
  for (let index = 0; index < 6; index++) await append('two', update)
  drain.drain()
  const kept = files().filter((file) => file.endsWith('.damaged')).length
  expect(kept).toBeGreaterThan(3)
  for (let index = 0; index < 6; index++) await append('two', update)
  drain.drain()
  expect(files().filter((file) => file.endsWith('.damaged'))).toHaveLength(kept)
  expect(log.load('two', [])).toMatchObject({ lastSequence: 14 })

  const [key = ''] = drain.takeFoundDamage()
  expect(key).toBe(documentKey('one').toString('hex'))
  expect(drain.takeFoundDamage()).toEqual([])
  queue.refuse(key)
  await expect(append('one', update)).rejects.toMatchObject({ code: 'damaged' })
  await append('two', update)
  queue.forget('one')
  await append('one', update)
})
