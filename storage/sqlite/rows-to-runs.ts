import type Database from 'better-sqlite3'

import { entryChecksum } from '#storage/entry-codec'
import type { StoredEntry } from '#storage/document-update-store'
import { documentKey } from '#storage/journal/journal-batch'
import { encodeRun, runChecksum } from '#storage/run-codec'

type DocumentRow = { key: number; id: string; snapshot_sequence: number; last_sequence: number }
type UpdateRow = {
  sequence: number
  received_at: number
  user_id: string
  session_id: string
  checksum: number
  bytes: Buffer
}

/**
 * From a row for each live entry to a row for many. A document whose rows are not what was written stays
 * refused, and its rows stay where they are.
 */
export function rowsToRuns(db: Database.Database): void {
  const documents = db.prepare<[], DocumentRow>(
    'SELECT key, id, snapshot_sequence, last_sequence FROM documents',
  )
  const updates = db.prepare<[number, number], UpdateRow>(
    `SELECT sequence, received_at, user_id, session_id, checksum, bytes FROM updates
     WHERE document_key = ? AND sequence > ? ORDER BY sequence`,
  )
  const addRun = db.prepare<[number, number, number, number, Uint8Array]>(
    'INSERT INTO runs VALUES (?, ?, ?, ?, ?)',
  )
  const addDamage = db.prepare<[Buffer, number]>('INSERT INTO damaged_documents VALUES (?, ?)')
  const addKey = db.prepare<[Buffer, number]>('INSERT INTO document_keys VALUES (?, ?)')
  const drop = db.prepare<[number]>('DELETE FROM updates WHERE document_key = ?')
  const anyLeft = db.prepare<[]>('SELECT 1 FROM updates LIMIT 1')
  for (const { key, id, snapshot_sequence: first, last_sequence: last } of documents.all()) {
    addKey.run(documentKey(id), key)
    if (first === last) continue
    const rows = updates.all(key, first)
    const entries = rows.map((row) => toEntry(id, row))
    const sound = rows.every(
      ({ sequence, checksum }, index) =>
        sequence === first + index + 1 && checksum === entryChecksum(entries[index] as StoredEntry, sequence),
    )
    if (!sound || first + rows.length !== last) {
      addDamage.run(documentKey(id), Date.now())
      continue
    }
    const run = encodeRun(entries)
    addRun.run(key, first + 1, last, runChecksum(id, first + 1, last, run), run)
    drop.run(key)
  }
  if (!anyLeft.get()) db.exec('DROP TABLE updates')
}

function toEntry(documentId: string, row: UpdateRow): StoredEntry {
  const { sequence, received_at: receivedAt, user_id: userId, session_id: sessionId, bytes: update } = row
  return { documentId, sequence, receivedAt, userId, sessionId, update }
}
