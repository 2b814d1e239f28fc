import { describe, expect, it } from 'vitest'

import type { Action } from '#access/roles'
import { authorizeDocument } from '#features/documents/server/authorize-document'
import type { StoredDocument } from '#storage/app-store'

const document: StoredDocument = {
  id: 'AAAAAAAAAAAAAAAAAAAAAA',
  ownerId: 'ana',
  title: null,
  excerpt: '',
  createdAt: 1,
  changedAt: 1,
}
const documents = { get: async (id: string) => (id === document.id ? document : null) }

const everything: Action[] = ['read', 'comment', 'suggest', 'write', 'manage']
const table = [
  { person: 'the owner', userId: 'ana', may: everything, role: 'owner' },
  { person: 'a guest who knows the id', userId: 'eva', may: everything.slice(0, -1), role: 'editor' },
  { person: 'somebody without a cookie', userId: null, may: [], role: null },
] as const

describe.each(table)('$person', ({ userId, may, role }) => {
  it.each(everything)('asks to %s', async (action) => {
    const access = await authorizeDocument(documents, { documentId: document.id, userId }, action)
    expect(access).toEqual(
      may.some((allowed) => allowed === action)
        ? { outcome: 'granted', document, role }
        : { outcome: 'forbidden' },
    )
  })

  it.each(['BAAAAAAAAAAAAAAAAAAAAA', '', '../secret', 'a/b', 'ñ'])(
    'finds nothing at %j',
    async (documentId) => {
      expect(await authorizeDocument(documents, { documentId, userId }, 'read')).toEqual({ outcome: 'gone' })
    },
  )
})

it('asks the store for nothing that cannot be an id', async () => {
  const asked: string[] = []
  const spy = { get: async (id: string) => (asked.push(id), null) }
  await authorizeDocument(spy, { documentId: '../../etc/passwd', userId: 'ana' }, 'read')
  expect(asked).toEqual([])
})
