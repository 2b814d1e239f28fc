/** A folder in one person's home; what is in it is theirs to order, and nobody else sees it. */
export type StoredFolder = {
  readonly id: string
  readonly name: string
  /** The folder it is in; null at the top. */
  readonly parentId: string | null
}

export interface FolderStore {
  /** By name. */
  ofUser(userId: string): Promise<StoredFolder[]>
  /** False where `parentId` is no folder of this person's. */
  insert(folder: StoredFolder & { userId: string; createdAt: number }): Promise<boolean>
  /** False where it is no folder of this person's. */
  rename(userId: string, folderId: string, name: string): Promise<boolean>
  /** False where one of both is none of this person's, or it would come to be inside itself. */
  move(userId: string, folderId: string, parentId: string | null): Promise<boolean>
  /** What is in it goes to where it was. False where it is no folder of this person's. */
  remove(userId: string, folderId: string): Promise<boolean>
  /** Puts a document of somebody's lists into one of their folders, or out of any. False where one of both is not there. */
  file(userId: string, documentId: string, folderId: string | null): Promise<boolean>
}
