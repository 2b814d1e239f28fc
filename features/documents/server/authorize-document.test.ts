import { describe, expect, it } from 'vitest'

import { can, type Action, type Role } from '#access/roles'
import { authorizeDocument } from '#features/documents/server/authorize-document'
import type { LinkRole, StoredDocument, StoredGrant } from '#storage/app-store'
import type { StoredShare } from '#storage/share-store'

const now = 1_000_000
const documentId = 'AAAAAAAAAAAAAAAAAAAAAA'
const everything: Action[] = ['read', 'comment', 'suggest', 'write', 'manage']

function storeWith(
  generalRole: LinkRole | null,
  grants: Record<string, StoredGrant[]> = {},
  trashedAt: number | null = null,
  shares: Record<string, StoredShare[]> = {},
) {
  const document: StoredDocument = {
    id: documentId,
    ownerId: 'ana',
    title: null,
    excerpt: '',
    createdAt: 1,
    changedAt: 1,
    generalRole,
    trashedAt,
  }
  return {
    documents: { get: async (id: string) => (id === documentId ? document : null) },
    links: { grantsOf: async (userId: string) => grants[userId] ?? [] },
    shares: { of: async (userId: string) => shares[userId] ?? [] },
  }
}

const by = (role: LinkRole, expiresAt: number | null = null, linkId: string = role): StoredGrant => ({
  linkId,
  role,
  expiresAt,
})

const named = (role: LinkRole): StoredShare => ({
  id: `share of ${role}`,
  documentId,
  email: 'eva@example.org',
  role,
  userId: 'eva',
  createdAt: 1,
})

const cases: readonly {
  what: string
  general: LinkRole | null
  userId: string | null
  grants?: StoredGrant[]
  shares?: StoredShare[]
  role: Role | null
  via?: string
}[] = [
  { what: 'the owner', general: null, userId: 'ana', role: 'owner', via: 'ownership' },
  { what: 'a guest with the address', general: 'editor', userId: 'eva', role: 'editor', via: 'address' },
  { what: 'a guest where the address shows', general: 'viewer', userId: 'eva', role: 'viewer' },
  { what: 'a guest where the address gives nothing', general: null, userId: 'eva', role: null },
  { what: 'somebody without a cookie', general: 'editor', userId: null, role: null },
  ...(['viewer', 'commenter', 'suggester', 'editor'] as const).map((role) => ({
    what: `a guest with a ${role} link`,
    general: null,
    userId: 'eva',
    grants: [by(role)],
    role,
    via: role,
  })),
  ...(['viewer', 'commenter', 'suggester', 'editor'] as const).map((role) => ({
    what: `somebody named as ${role}`,
    general: null,
    userId: 'eva',
    shares: [named(role)],
    role,
    via: `share of ${role}`,
  })),
  {
    what: 'somebody else than who is named',
    general: null,
    userId: 'luis',
    shares: [named('editor')],
    role: null,
  },
  {
    what: 'somebody named, with a link that gives more',
    general: 'viewer',
    userId: 'eva',
    grants: [by('editor')],
    shares: [named('commenter')],
    role: 'editor',
    via: 'editor',
  },
  {
    what: 'a guest with two links',
    general: 'viewer',
    userId: 'eva',
    grants: [by('commenter'), by('suggester')],
    role: 'suggester',
    via: 'suggester',
  },
  {
    what: 'a guest with a link that gives less than the address',
    general: 'editor',
    userId: 'eva',
    grants: [by('viewer')],
    role: 'editor',
    via: 'address',
  },
  {
    what: 'a guest with a link that ends in a moment',
    general: null,
    userId: 'eva',
    grants: [by('editor', now + 1)],
    role: 'editor',
  },
  {
    what: 'a guest whose link has just ended',
    general: null,
    userId: 'eva',
    grants: [by('editor', now)],
    role: null,
  },
  {
    what: 'a guest whose better link has ended',
    general: null,
    userId: 'eva',
    grants: [by('editor', now - 1), by('viewer')],
    role: 'viewer',
  },
]

describe.each(cases)('$what', ({ general, userId, grants = [], shares = [], role, via }) => {
  const store = storeWith(general, { eva: grants }, null, { eva: shares })

  it.each(everything)('asks to %s', async (action) => {
    const access = await authorizeDocument(store, { documentId, userId }, action, now)
    const granted = { outcome: 'granted', document: { id: documentId }, role, ...(via && { via }) }
    expect(access).toMatchObject(role && can(role, action) ? granted : { outcome: 'forbidden' })
  })

  it.each(['BAAAAAAAAAAAAAAAAAAAAA', '', '../secret', 'a/b', 'ñ'])('finds nothing at %j', async (wrong) => {
    expect(await authorizeDocument(store, { documentId: wrong, userId }, 'read', now)).toEqual({
      outcome: 'gone',
    })
  })
})

it.each([
  ['ana', 'trashed'],
  ['eva', 'gone'],
  [null, 'gone'],
])('in the trash it can be opened by nobody; %s is told %s', async (userId, outcome) => {
  const store = storeWith('editor', { eva: [by('editor')] }, now - 1)
  for (const action of everything) {
    expect(await authorizeDocument(store, { documentId, userId }, action, now)).toEqual({ outcome })
  }
})

it('says until when a link holds', async () => {
  const store = storeWith(null, { eva: [by('viewer', now + 5)] })
  expect(await authorizeDocument(store, { documentId, userId: 'eva' }, 'read', now)).toMatchObject({
    until: now + 5,
  })
})

it('asks the store for nothing that cannot be an id', async () => {
  const asked: string[] = []
  const store = { ...storeWith(null), documents: { get: async (id: string) => (asked.push(id), null) } }
  await authorizeDocument(store, { documentId: '../../etc/passwd', userId: 'ana' }, 'read', now)
  expect(asked).toEqual([])
})

it('lets nobody do more than they may at most, owners and editors included', async () => {
  for (const userId of ['ana', 'eva']) {
    const store = storeWith('editor')
    for (const action of everything) {
      const access = await authorizeDocument(store, { documentId, userId, most: 'viewer' }, action, now)
      expect(access).toMatchObject(
        action === 'read' ? { outcome: 'granted', role: 'viewer' } : { outcome: 'forbidden' },
      )
    }
  }
  const trashed = storeWith('editor', {}, now - 1)
  const asking = { documentId, userId: 'ana', most: 'viewer' } as const
  expect(await authorizeDocument(trashed, asking, 'manage', now)).toEqual({ outcome: 'gone' })
})
