import type Database from 'better-sqlite3'

import { StorageError } from '#storage/storage-error'

/** A segment that may hold entries which are nowhere else, and how far it is drained. */
export type CatalogueSegment = {
  readonly segment: number
  readonly salt: bigint
  readonly drained: { readonly end: number; readonly batch: number }
}

type SegmentRow = { segment: number; salt: Buffer; drained_end: number; drained_batch: number }

/**
 * The segments of the journal as the database knows them: one that is listed and gone is a loss that shows,
 * and how far they are drained is written with what was drained.
 */
export function journalCatalogue(db: Database.Database) {
  const list = db.prepare<[], SegmentRow>('SELECT * FROM journal_segments ORDER BY segment')
  const add = db.prepare<[number, Buffer]>(
    'INSERT OR IGNORE INTO journal_segments (segment, salt) VALUES (?, ?)',
  )
  const move = db.prepare<[number, number, number]>(
    'UPDATE journal_segments SET drained_end = ?, drained_batch = ? WHERE segment = ?',
  )
  const dropBefore = db.prepare<[number]>('DELETE FROM journal_segments WHERE segment < ?')
  const noteDropped = db.prepare<[number]>(
    'UPDATE journal_state SET dropped_through = max(dropped_through, ?)',
  )
  const findState = db.prepare<[], { dropped_through: number }>('SELECT dropped_through FROM journal_state')
  const listDamaged = db.prepare<[], { document_key: Buffer }>('SELECT document_key FROM damaged_documents')
  const addDamaged = db.prepare<[Buffer, number]>('INSERT OR IGNORE INTO damaged_documents VALUES (?, ?)')

  return {
    list: (): CatalogueSegment[] =>
      list.all().map(({ segment, salt, drained_end: end, drained_batch: batch }) => ({
        segment,
        salt: salt.readBigUInt64LE(),
        drained: { end, batch },
      })),

    add(segment: number, salt: bigint): void {
      const bytes = Buffer.alloc(8)
      bytes.writeBigUInt64LE(salt)
      add.run(segment, bytes)
    },

    /** Everything up to here is in the other tables; for use in the transaction that put it there. */
    moveDrained({ segment, end, batch }: { segment: number; end: number; batch: number }): void {
      move.run(end, batch, segment)
      dropBefore.run(segment)
      noteDropped.run(segment - 1)
    },

    /** Nothing waits in these any more. */
    drop: db.transaction((through: number): void => {
      dropBefore.run(through + 1)
      noteDropped.run(through)
    }),

    /** What was listed once and is no more goes up to here. @throws {StorageError} `damaged` */
    droppedThrough(): number {
      const state = findState.get()
      if (!state) throw new StorageError('damaged', 'the catalogue of the journal is not whole')
      return state.dropped_through
    },

    damagedKeys: (): string[] => listDamaged.all().map((row) => row.document_key.toString('hex')),
    addDamaged: (key: Buffer): void => void addDamaged.run(key, Date.now()),
  }
}

export type JournalCatalogue = ReturnType<typeof journalCatalogue>
