import type Database from 'better-sqlite3'

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
    },

    drop: (through: number): void => void dropBefore.run(through + 1),

    damagedKeys: (): string[] => listDamaged.all().map((row) => row.document_key.toString('hex')),
    addDamaged: (key: Buffer): void => void addDamaged.run(key, Date.now()),
  }
}

export type JournalCatalogue = ReturnType<typeof journalCatalogue>
