import type Database from 'better-sqlite3'

import type { ProjectionPage, StoredProjection } from '#storage/document-update-store'
import { writeMentions } from '#storage/projected-mentions'
import { maxPageChars, projectionPage, type ProjectionRow } from '#storage/projection-page'

/** Projections in an open database, each numbered by a counter that only ever grows. */
export function documentProjections(db: Database.Database) {
  const findDocument = db.prepare<[string], { key: number; projected_sequence: number }>(
    'SELECT key, projected_sequence FROM documents WHERE id = ?',
  )
  const nextChange = db.prepare<[], { last_change: number }>(
    'UPDATE projection_counter SET last_change = last_change + 1 RETURNING last_change',
  )
  const lastChange = db.prepare<[], { last_change: number }>('SELECT last_change FROM projection_counter')
  const findMentions = db.prepare<[number], { mentions: string }>(
    'SELECT mentions FROM projections WHERE document_key = ?',
  )
  const putProjection = db.prepare<[number, number, number, string | null, string, string, number, string]>(
    'INSERT OR REPLACE INTO projections VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
  )
  const moveProjected = db.prepare<[number, number]>(
    'UPDATE documents SET projected_sequence = ? WHERE key = ?',
  )
  const listChanges = db.prepare<[number, number], ProjectionRow>(
    `SELECT change, id, sequence, title, excerpt, search_text, projections.changed_at AS changed_at, mentions
     FROM projections JOIN documents ON key = document_key WHERE change > ? ORDER BY change LIMIT ?`,
  )
  const listLongLogs = db.prepare<[number], { id: string }>(
    'SELECT id FROM documents WHERE last_sequence - snapshot_sequence > ?',
  )
  const listStale = db.prepare<[], { id: string }>(
    'SELECT id FROM documents WHERE projected_sequence < last_sequence',
  )

  return {
    put: db.transaction((projection: StoredProjection): void => {
      const { documentId, sequence, title, excerpt, searchText, changedAt, mentions } = projection
      const document = findDocument.get(documentId)
      if (!document || document.projected_sequence >= sequence) return
      const change = nextChange.get()?.last_change ?? 0
      const known = writeMentions(mentions, findMentions.get(document.key)?.mentions)
      putProjection.run(document.key, change, sequence, title, excerpt, searchText, changedAt, known)
      moveProjected.run(sequence, document.key)
    }),

    read(after: number, limit: number): ProjectionPage {
      // A cursor from the future is one from before a restored backup: begin again rather than skip.
      const from = after <= (lastChange.get()?.last_change ?? 0) ? after : 0
      const rows: ProjectionRow[] = []
      let chars = 0
      for (const row of listChanges.iterate(from, limit)) {
        rows.push(row)
        chars += row.search_text.length
        if (chars >= maxPageChars) break
      }
      return projectionPage(rows, from, limit)
    },

    findLongLogs: (minLiveEntries: number): string[] => listLongLogs.all(minLiveEntries).map(({ id }) => id),
    findStale: (): string[] => listStale.all().map(({ id }) => id),
  }
}
