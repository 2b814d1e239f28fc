/** A folder of one's own home. */
export type Folder = { readonly id: string; readonly name: string; readonly parentId: string | null }

export const maxFolderNameLength = 80

/** From the top to a folder, itself last; nothing for one that is not there. */
export function folderPath(folders: readonly Folder[], folderId: string | null): Folder[] {
  const path: Folder[] = []
  let next = folders.find(({ id }) => id === folderId)
  while (next && !path.includes(next)) {
    path.unshift(next)
    const { parentId } = next
    next = folders.find(({ id }) => id === parentId)
  }
  return path
}

/** All folders as a tree is read, each with how deep it lies; without `left` and what is in it. */
export function folderTree(
  folders: readonly Folder[],
  left: string | null = null,
  parentId: string | null = null,
  depth = 0,
): { folder: Folder; depth: number }[] {
  return folders
    .filter((folder) => folder.parentId === parentId && folder.id !== left)
    .flatMap((folder) => [{ folder, depth }, ...folderTree(folders, left, folder.id, depth + 1)])
}
