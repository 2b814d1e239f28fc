import type { SqlDatabase, Steps } from '#storage/sql/sql-database'

import { foldText } from '#storage/fold-text'
import type { FolderStore, StoredFolder } from '#storage/folder-store'

/** People's folders, in the app's tables. */
export function sqlFolderStore(database: SqlDatabase): FolderStore {
  const ofUser = database.prepare<[string], StoredFolder>(
    'select id, name, parent_id as parentId from folders where user_id = ? order by folded_name, created_at',
  )
  const find = database.prepare<[string, string], StoredFolder>(
    'select id, name, parent_id as parentId from folders where user_id = ? and id = ?',
  )
  const insert = database.prepare<StoredFolder & { userId: string; foldedName: string; createdAt: number }>(
    `insert into folders (id, user_id, name, folded_name, parent_id, created_at)
      select @id, @userId, @name, @foldedName, @parentId, @createdAt
      where cast(@parentId as text) is null or exists (select 1 from folders where id = @parentId and user_id = @userId)`,
  )
  const rename = database.prepare<[string, string, string, string]>(
    'update folders set name = ?, folded_name = ? where user_id = ? and id = ?',
  )
  const setParent = database.prepare<[string | null, string]>('update folders set parent_id = ? where id = ?')
  // From a folder up to the top: where the other one is among them, it would come to be inside itself.
  const isWithin = database.prepare<[string, string]>(
    `with recursive above (id, parent_id) as (
      select id, parent_id from folders where id = ?
      union select folders.id, folders.parent_id from folders join above on folders.id = above.parent_id
    ) select 1 from above where id = ?`,
  )
  const liftFolders = database.prepare<[string | null, string]>(
    'update folders set parent_id = ? where parent_id = ?',
  )
  const liftDocuments = database.prepare<[string | null, string, string]>(
    'update visits set folder_id = ? where user_id = ? and folder_id = ?',
  )
  const remove = database.prepare<[string]>('delete from folders where id = ?')
  const file = database.prepare<{ userId: string; documentId: string; folderId: string | null }>(
    `update visits set folder_id = @folderId where user_id = @userId and document_id = @documentId
      and (cast(@folderId as text) is null or exists (select 1 from folders where id = @folderId and user_id = @userId))`,
  )

  const moveWhole = database.transaction(function* (
    userId: string,
    folderId: string,
    parentId: string | null,
  ): Steps<boolean> {
    if (!(yield* find.get(userId, folderId))) return false
    if (parentId !== null && !(yield* find.get(userId, parentId))) return false
    if (parentId !== null && (yield* isWithin.get(parentId, folderId)) !== undefined) return false
    yield* setParent.run(parentId, folderId)
    return true
  })
  const removeWhole = database.transaction(function* (userId: string, folderId: string): Steps<boolean> {
    const folder = yield* find.get(userId, folderId)
    if (!folder) return false
    yield* liftFolders.run(folder.parentId, folderId)
    yield* liftDocuments.run(folder.parentId, userId, folderId)
    yield* remove.run(folderId)
    return true
  })

  return {
    ofUser: (userId) => database.take(ofUser.all(userId)),
    async insert(folder) {
      const foldedName = foldText(folder.name)
      return (await database.take(insert.run({ ...folder, foldedName }))) > 0
    },
    async rename(userId, folderId, name) {
      return (await database.take(rename.run(name, foldText(name), userId, folderId))) > 0
    },
    move: moveWhole,
    remove: removeWhole,
    async file(userId, documentId, folderId) {
      return (await database.take(file.run({ userId, documentId, folderId }))) > 0
    },
  }
}
