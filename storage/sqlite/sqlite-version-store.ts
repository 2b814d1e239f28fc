import type SQLite from 'better-sqlite3'

import type { VersionName, VersionStore } from '#storage/version-store'

/** Names of versions in an open `app.sqlite`. */
export function sqliteVersionStore(database: SQLite.Database): VersionStore {
  const list = database.prepare<[string], VersionName>(
    `select sequence, name, named_by as namedBy, named_at as namedAt from version_names
     where document_id = ? order by sequence`,
  )
  const put = database.prepare<[VersionName & { documentId: string; most: number }]>(
    `insert into version_names (document_id, sequence, name, named_by, named_at)
     select :documentId, :sequence, :name, :namedBy, :namedAt
     where (select count(*) from version_names where document_id = :documentId and sequence <> :sequence) < :most
     on conflict (document_id, sequence) do update set
       name = excluded.name, named_by = excluded.named_by, named_at = excluded.named_at`,
  )
  const remove = database.prepare<[string, number]>(
    'delete from version_names where document_id = ? and sequence = ?',
  )
  return {
    ofDocument: async (documentId) => list.all(documentId),
    putName: async (documentId, name, most) => put.run({ ...name, documentId, most }).changes > 0,
    removeName: async (documentId, sequence) => {
      remove.run(documentId, sequence)
    },
  }
}
