import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'

import { CollabUnavailableError } from '#features/documents/server/collab-server-client'
import { deleteDocument, emptyOldTrash } from '#features/documents/server/delete-document'
import { FolderImageFiles } from '#storage/images/folder-image-files'

let folder: string
let imageFiles: FolderImageFiles
beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'pliego-delete-'))
  imageFiles = new FolderImageFiles(folder)
  for (const id of ['d1', 'd2']) await imageFiles.write(id, 'a.png', Uint8Array.of(1, 2, 3))
})
afterEach(() => rmSync(folder, { recursive: true }))

const deleting = async (deleteText: () => Promise<void>) => {
  const done: string[] = []
  const store = {
    documents: { remove: async (id: string) => void done.push(id), trashedBefore: async () => [] },
  }
  const services = { store, collabServer: { delete: deleteText }, imageFiles }
  await deleteDocument(services as unknown as Parameters<typeof deleteDocument>[0], 'd1', 5)
  return done
}

const fails = () => Promise.reject(new CollabUnavailableError('down'))

it('the files of its images go with a document, and no other’s', async () => {
  expect(await deleting(async () => {})).toEqual(['d1'])
  expect(readdirSync(folder, { recursive: true }).map(String).toSorted()).toEqual([
    'd2',
    path.join('d2', 'a.png'),
  ])
})

it('nothing goes where the text does not', async () => {
  await expect(deleting(fails)).rejects.toThrow(CollabUnavailableError)
  expect(readdirSync(folder)).toHaveLength(2)
})

it('the trash is emptied of all that goes, whatever does not', async () => {
  const ids = Array.from({ length: 30 }, (_, index) => `old${index}`)
  const removed: string[] = []
  const store = {
    documents: {
      remove: async (id: string) => void removed.push(id),
      trashedBefore: async (_time: number, limit: number) => ids.slice(0, limit),
    },
  }
  const tried: string[] = []
  const services = (error: Error) => ({
    store,
    collabServer: {
      delete: async (id: string) => {
        tried.push(id)
        if (Number(id.slice(3)) < 3) throw error
      },
    },
    imageFiles,
  })
  const empty = (error: Error) =>
    emptyOldTrash(services(error) as unknown as Parameters<typeof emptyOldTrash>[0], 5)
  const damaged = new CollabUnavailableError(new Error('answered 503'))
  await expect(empty(damaged)).rejects.toBe(damaged)
  expect(removed).toEqual(ids.slice(3, 23))

  // Where nobody answers, the first says it for all.
  tried.length = 0
  const down = new CollabUnavailableError(Object.assign(new Error(), { cause: { code: 'ECONNREFUSED' } }))
  await expect(empty(down)).rejects.toBe(down)
  expect(tried).toEqual(['old0'])
})
