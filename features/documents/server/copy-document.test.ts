import { expect, it } from 'vitest'

import { CollabUnavailableError } from '#features/documents/server/collab-server-client'
import { copyDocument } from '#features/documents/server/copy-document'
import type { StoredImage } from '#storage/app-store'
import { StorageError } from '#storage/storage-error'

const images = ['a.png', 'b.png'].map((id): StoredImage => ({
  id,
  documentId: 'doc',
  type: 'image/png',
  byteSize: 3,
  width: 1,
  height: 1,
  createdAt: 1,
}))
const copying = { author: { userId: 'ana', hasAccount: true }, title: 'Copy', images }

function failWith(error: Error | undefined): void {
  if (error) throw error
}

/** Services that keep what is made, and fail where they are told to. */
function services(failing: { copy?: Error; write?: Error; visit?: Error } = {}) {
  const [texts, files, rows] = [new Set<string>(), new Set<string>(), new Set<string>()]
  const made = {
    collabServer: {
      async copy(_id: string, { to }: { to: string }) {
        texts.add(to)
        failWith(failing.copy)
      },
      delete: async (id: string) => void texts.delete(id),
    },
    imageFiles: {
      read: async () => Uint8Array.of(1, 2, 3),
      async write(id: string, name: string) {
        files.add(`${id}/${name}`)
        if (name === 'b.png') failWith(failing.write)
      },
      async removeAll(id: string) {
        for (const file of files) if (file.startsWith(`${id}/`)) files.delete(file)
      },
    },
    store: {
      documents: {
        insert: async ({ id }: { id: string }) => void rows.add(id),
        remove: async (id: string) => void rows.delete(id),
      },
      images: { insert: async () => {} },
      visits: { record: async () => failWith(failing.visit) },
    },
  }
  const copy = () => copyDocument(made as unknown as Parameters<typeof copyDocument>[0], 'doc', copying, 9)
  return { copy, left: () => [texts.size, files.size, rows.size] }
}

it('a copy has text, images and a row of its own', async () => {
  const { copy, left } = services()
  expect(await copy()).toEqual({ outcome: 'created', id: expect.stringMatching(/^[\w-]{22}$/) })
  expect(left()).toEqual([1, 2, 1])
})

it.each([
  ['on a full disk', { write: new StorageError('full', 'no room') }, 'diskFull'],
  [
    'without a place for images',
    { write: new StorageError('unavailable', 'no answer') },
    'imagesUnavailable',
  ],
  [
    'where the collab server does not say that it is done',
    { copy: new CollabUnavailableError('late') },
    'collabUnavailable',
  ],
])('that fails %s leaves nothing behind', async (_what, failing, outcome) => {
  const { copy, left } = services(failing)
  expect(await copy()).toMatchObject({ outcome })
  expect(left()).toEqual([0, 0, 0])
})

it('that fails otherwise leaves nothing behind either, and the error is told', async () => {
  const { copy, left } = services({ visit: new Error('broken') })
  await expect(copy()).rejects.toThrow('broken')
  expect(left()).toEqual([0, 0, 0])
})
