import { expect, it } from 'vitest'

import { folderPath, folderTree, type Folder } from '#features/documents/folders/folder'

const folders: Folder[] = [
  { id: 'a', name: 'Letters', parentId: null },
  { id: 'b', name: 'Old', parentId: 'c' },
  { id: 'c', name: 'Plans', parentId: null },
  { id: 'd', name: 'Older', parentId: 'b' },
]
const names = (list: readonly Folder[]) => list.map(({ name }) => name)

it('leads from the top to a folder', () => {
  expect(names(folderPath(folders, 'd'))).toEqual(['Plans', 'Old', 'Older'])
  expect(folderPath(folders, 'none')).toEqual([])
  expect(folderPath(folders, null)).toEqual([])
})

it('is read as a tree, without what would be inside itself', () => {
  const tree = folderTree(folders)
  expect(tree.map(({ folder, depth }) => `${depth} ${folder.name}`)).toEqual([
    '0 Letters',
    '0 Plans',
    '1 Old',
    '2 Older',
  ])
  expect(names(folderTree(folders, 'b').map(({ folder }) => folder))).toEqual(['Letters', 'Plans'])
})

it('comes to an end where two are in each other', () => {
  const round: Folder[] = [
    { id: 'a', name: 'A', parentId: 'b' },
    { id: 'b', name: 'B', parentId: 'a' },
  ]
  expect(names(folderPath(round, 'a'))).toEqual(['B', 'A'])
})
