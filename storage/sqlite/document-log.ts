import type Database from 'better-sqlite3'
import { crc32 } from 'node:zlib'

import type { JournalEntry, LoadedDocument } from '#storage/document-update-store'
import { entryChecksum } from '#storage/entry-codec'
import { StorageError } from '#storage/storage-error'

export type DocumentRow = {
  key: number
  id: string
  changed_at: number
  last_sequence: number
  snapshot_sequence: number
}

export type UpdateRow = {
  sequence: number
  received_at: number
  user_id: string
  session_id: string
  checksum: number
  bytes: Buffer
}

/** Documents and their live logs in an open database; synchronous, for the database's own thread. */
export function documentLog(db: Database.Database) {
  const findDocument = db.prepare<[string], DocumentRow>(
    'SELECT key, id, changed_at, last_sequence, snapshot_sequence FROM documents WHERE id = ?',
  )
  const addDocument = db.prepare<[string, number, number]>(
    'INSERT INTO documents (id, created_at, changed_at, last_sequence) VALUES (?, ?, ?, 0)',
  )
  const moveDocument = db.prepare<[number, number, number]>(
    'UPDATE documents SET last_sequence = ?, changed_at = max(changed_at, ?) WHERE key = ?',
  )
  const addUpdate = db.prepare<[number, number, number, string, string, number, Uint8Array]>(
    'INSERT INTO updates VALUES (?, ?, ?, ?, ?, ?, ?)',
  )
  const listUpdates = db.prepare<[number, number, number], UpdateRow>(
    `SELECT sequence, received_at, user_id, session_id, checksum, bytes FROM updates
     WHERE document_key = ? AND sequence > ? ORDER BY sequence LIMIT ?`,
  )
  const findSnapshot = db.prepare<[number], { sequence: number; checksum: number; bytes: Buffer }>(
    'SELECT sequence, checksum, bytes FROM snapshots WHERE document_key = ?',
  )

  const append = db.transaction((entries: readonly JournalEntry[]): void => {
    const touched = new Map<string, { key: number; sequence: number; changedAt: number }>()
    for (const entry of entries) {
      const { documentId, receivedAt, userId, sessionId, update } = entry
      let place = touched.get(documentId)
      if (!place) {
        const row = findDocument.get(documentId)
        const key = row?.key ?? Number(addDocument.run(documentId, receivedAt, receivedAt).lastInsertRowid)
        place = { key, sequence: row?.last_sequence ?? 0, changedAt: receivedAt }
        touched.set(documentId, place)
      }
      place.sequence++
      place.changedAt = receivedAt
      const checksum = entryChecksum(entry, place.sequence)
      addUpdate.run(place.key, place.sequence, receivedAt, userId, sessionId, checksum, update)
    }
    for (const { key, sequence, changedAt } of touched.values()) moveDocument.run(sequence, changedAt, key)
  })

  /** Rows behind a sequence, in order, each one checked. @throws {StorageError} `damaged` */
  function readLive(document: DocumentRow, afterSequence: number, limit: number): UpdateRow[] {
    const rows = listUpdates.all(document.key, afterSequence, limit)
    for (const [index, row] of rows.entries()) {
      const sequence = Math.max(afterSequence, document.snapshot_sequence) + index + 1
      const sound =
        row.sequence === sequence && row.checksum === entryChecksum(toEntry(document, row), sequence)
      if (!sound) throw damaged(document, `entry ${sequence} is missing or changed`)
    }
    return rows
  }

  return {
    find: (documentId: string): DocumentRow | undefined => findDocument.get(documentId),

    append: (entries: readonly JournalEntry[]): void => append.immediate(entries),

    seed: db.transaction((entry: JournalEntry): boolean => {
      if (findDocument.get(entry.documentId)) return false
      append([entry])
      return true
    }),

    readLive,

    load(documentId: string): LoadedDocument | undefined {
      const document = findDocument.get(documentId)
      if (!document) return undefined
      const snapshot = findSnapshot.get(document.key)
      if ((snapshot?.sequence ?? 0) !== document.snapshot_sequence)
        throw damaged(document, 'the snapshot is missing')
      if (snapshot && snapshot.checksum !== crc32(snapshot.bytes))
        throw damaged(document, 'the snapshot is changed')
      const rows = readLive(document, document.snapshot_sequence, -1)
      if (document.snapshot_sequence + rows.length !== document.last_sequence) {
        throw damaged(document, 'the newest entries are missing')
      }
      return {
        snapshot: snapshot?.bytes ?? null,
        snapshotSequence: document.snapshot_sequence,
        updates: rows.map((row) => row.bytes),
        lastSequence: document.last_sequence,
        changedAt: document.changed_at,
      }
    },
  }
}

export type DocumentLog = ReturnType<typeof documentLog>

export function toEntry(document: DocumentRow, row: UpdateRow): JournalEntry {
  return {
    documentId: document.id,
    receivedAt: row.received_at,
    userId: row.user_id,
    sessionId: row.session_id,
    update: row.bytes,
  }
}

export function damaged(document: DocumentRow, what: string): StorageError {
  return new StorageError('damaged', `document ${JSON.stringify(document.id)}: ${what}`)
}
