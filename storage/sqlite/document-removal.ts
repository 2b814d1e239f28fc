import type Database from 'better-sqlite3'

import { documentKey } from '#storage/journal/journal-batch'

const tables = ['projections', 'history', 'snapshots', 'runs', 'document_keys'] as const

/**
 * Takes a document out of an open database, a damaged one too. What it held is overwritten in the file, and here
 * in the write-ahead log that may hold it still.
 */
export function documentRemoval(db: Database.Database) {
  const find = db.prepare<[string], { key: number }>('SELECT key FROM documents WHERE id = ?')
  const statements = tables.map((table) =>
    db.prepare<[number]>(`DELETE FROM ${table} WHERE document_key = ?`),
  )
  const forgetDamage = db.prepare<[Buffer]>('DELETE FROM damaged_documents WHERE document_key = ?')
  const forget = db.prepare<[number]>('DELETE FROM documents WHERE key = ?')
  const removeRows = db.transaction((documentId: string): void => {
    // Of a document whose first entry the journal lost there is nothing but this.
    forgetDamage.run(documentKey(documentId))
    const document = find.get(documentId)
    if (!document) return
    for (const statement of statements) statement.run(document.key)
    forget.run(document.key)
  })
  return (documentId: string): void => {
    removeRows.immediate(documentId)
    db.pragma('wal_checkpoint(TRUNCATE)')
  }
}
