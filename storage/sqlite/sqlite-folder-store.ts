import type SQLite from 'better-sqlite3'

import { foldText } from '#storage/fold-text'
import type { FolderStore, StoredFolder } from '#storage/folder-store'

/** People's folders, in an open `app.sqlite`. */
export function sqliteFolderStore(database: SQLite.Database): FolderStore {
  const ofUser = database.prepare<[string], StoredFolder>(
    'select id, name, parent_id as parentId from folders where user_id = ? order by folded_name, created_at',
  )
  const find = database.prepare<[string, string], StoredFolder>(
    'select id, name, parent_id as parentId from folders where user_id = ? and id = ?',
  )
  const insert = database.prepare(
    `insert into folders (id, user_id, name, folded_name, parent_id, created_at)
      select @id, @userId, @name, @foldedName, @parentId, @createdAt
      where @parentId is null or exists (select 1 from folders where id = @parentId and user_id = @userId)`,
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
      and (@folderId is null or exists (select 1 from folders where id = @folderId and user_id = @userId))`,
  )

  const moveWhole = database.transaction(
    (userId: string, folderId: string, parentId: string | null): boolean => {
      if (!find.get(userId, folderId)) return false
      if (parentId !== null && !find.get(userId, parentId)) return false
      if (parentId !== null && isWithin.get(parentId, folderId) !== undefined) return false
      setParent.run(parentId, folderId)
      return true
    },
  )
  const removeWhole = database.transaction((userId: string, folderId: string): boolean => {
    const folder = find.get(userId, folderId)
    if (!folder) return false
    liftFolders.run(folder.parentId, folderId)
    liftDocuments.run(folder.parentId, userId, folderId)
    remove.run(folderId)
    return true
  })

  return {
    async ofUser(userId) {
      return ofUser.all(userId)
    },
    async insert(folder) {
      return insert.run({ ...folder, foldedName: foldText(folder.name) }).changes > 0
    },
    async rename(userId, folderId, name) {
      return rename.run(name, foldText(name), userId, folderId).changes > 0
    },
    async move(userId, folderId, parentId) {
      return moveWhole.immediate(userId, folderId, parentId)
    },
    async remove(userId, folderId) {
      return removeWhole.immediate(userId, folderId)
    },
    async file(userId, documentId, folderId) {
      return file.run({ userId, documentId, folderId }).changes > 0
    },
  }
}
