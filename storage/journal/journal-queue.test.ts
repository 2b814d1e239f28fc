import { expect, it } from 'vitest'

import { readContent, readHead, type JournalBatch } from '#storage/journal/journal-batch'
import { JournalQueue } from '#storage/journal/journal-queue'
import { StorageError } from '#storage/storage-error'

/** As many documents as the queue remembers. */
const remembered = 20_000

class TestJournal {
  readonly written: string[] = []
  /** What the database says of documents that the queue asks for. */
  readonly stored = new Map<string, number>()
  readonly queue = new JournalQueue({
    writer: { write: (batch) => Promise.resolve(this.#keep(batch)) },
    findLastSequence: (documentId) => {
      const sequence = this.stored.get(documentId) ?? 0
      if (sequence < 0) return Promise.reject(new StorageError('damaged', documentId))
      return Promise.resolve(sequence)
    },
    refusal: () => undefined,
    onWritten: () => undefined,
  })

  /** Lets the queue hear of so many documents that all it has not used since are forgotten but for one. */
  noteOthers(count: number, name: string): void {
    for (let index = 0; index < count; index++) this.queue.noteSequence(`${name} ${index}`, 1)
  }

  #keep(batch: Pick<JournalBatch, 'bytes' | 'placeAt'>): void {
    batch.placeAt(1n, 1, { segment: 0, end: 0 })
    const head = readHead(batch.bytes, 0)
    const { shares = [] } = (head && readContent(batch.bytes, 0, head)) ?? {}
    for (const { documentId, run } of shares) this.written.push(`${documentId} ${run.lastSequence}`)
  }
}

const entry = (documentId: string) => ({
  documentId,
  receivedAt: 1,
  userId: '',
  sessionId: '',
  update: Uint8Array.of(1),
})

it('numbers a document on that was almost forgotten when another of its batch is looked up', async () => {
  const journal = new TestJournal()
  journal.stored.set('old', 3).set('forgotten', 7)
  journal.queue.noteSequence('old', 3)
  journal.noteOthers(remembered - 1, 'other')
  await journal.queue.append([entry('old'), entry('forgotten')])
  expect(journal.written).toEqual(['old 4', 'forgotten 8'])
})

it('lets go again of what it held for a batch of which one document is refused', async () => {
  const journal = new TestJournal()
  journal.stored.set('sound', 3).set('damaged', -1)
  await expect(journal.queue.append([entry('sound'), entry('damaged')])).rejects.toMatchObject({
    code: 'damaged',
  })
  // As if removed and written anew by somebody else: only a queue that forgot it asks again.
  journal.stored.set('sound', 30)
  journal.noteOthers(remembered, 'other')
  await journal.queue.append([entry('sound')])
  expect(journal.written).toEqual(['sound 31'])
})
