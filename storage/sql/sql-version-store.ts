import type { SqlDatabase } from '#storage/sql/sql-database'

import type { VersionName, VersionStore } from '#storage/version-store'

/** Names of versions in the app's tables. */
export function sqlVersionStore(database: SqlDatabase): VersionStore {
  const list = database.prepare<[string], VersionName>(
    `select sequence, name, named_by as namedBy, named_at as namedAt from version_names
     where document_id = ? order by sequence`,
  )
  const put = database.prepare<VersionName & { documentId: string; most: number }>(
    `insert into version_names (document_id, sequence, name, named_by, named_at)
     select @documentId, @sequence, @name, @namedBy, @namedAt
     where (select count(*) from version_names where document_id = @documentId and sequence <> @sequence) < @most
     on conflict (document_id, sequence) do update set
       name = excluded.name, named_by = excluded.named_by, named_at = excluded.named_at`,
  )
  const remove = database.prepare<[string, number]>(
    'delete from version_names where document_id = ? and sequence = ?',
  )
  const removeEarlier = database.prepare<[string, number]>(
    'delete from version_names where document_id = ? and sequence < ?',
  )
  const putWithin = database.transaction(put.run)
  return {
    ofDocument: (documentId) => database.take(list.all(documentId)),
    putName: async (documentId, name, most) => (await putWithin({ ...name, documentId, most })) > 0,
    removeName: async (documentId, sequence) => {
      await database.take(remove.run(documentId, sequence))
    },
    removeBefore: async (documentId, sequence) => {
      await database.take(removeEarlier.run(documentId, sequence))
    },
  }
}
