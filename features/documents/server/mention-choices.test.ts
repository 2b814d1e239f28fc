import { expect, test } from 'vitest'

import { documentTitles, mentionChoices } from '#features/documents/server/mention-choices'
import type { DocumentStore, ListedDocument, StoredDocument } from '#storage/app-store'
import type { ListedShare } from '#storage/share-store'

const now = 1_000_000

const document = (id: string, title: string | null, rest: Partial<StoredDocument> = {}): StoredDocument => ({
  id: id.padEnd(22, 'A'),
  ownerId: 'ana',
  title,
  excerpt: '',
  createdAt: 1,
  changedAt: 1,
  generalRole: null,
  trashedAt: null,
  ...rest,
})
const listed = (of: StoredDocument): ListedDocument => ({
  ...of,
  openedAt: 1,
  isNew: false,
  folderId: null,
  starred: false,
})
const visitor = (userId: string, name: string | null) => ({ userId, name, openedAt: 1, linkIds: [] })
const share = (userId: string, role: 'editor' | 'viewer'): ListedShare => ({
  id: userId,
  documentId: 'd',
  email: null,
  role,
  userId,
  createdAt: 1,
  name: userId,
  accountEmail: null,
  isConfirmed: false,
  openedAt: 1,
})

const here = document('here', 'Here')
const documents = [here, document('plan', 'Plan'), document('blank', null)]

const untouched = () => Promise.reject(new Error('not asked for'))
const store = (own: readonly StoredDocument[]) => ({
  documents: {
    get: (id: string) => Promise.resolve(own.find((known) => known.id === id) ?? null),
    projectionCursor: () => Promise.resolve(null),
    applyProjections: untouched,
  } as unknown as DocumentStore,
  visits: {
    record: untouched,
    hasAny: untouched,
    setStarred: untouched,
    list: () => Promise.resolve(documents.map(listed)),
    search: () => Promise.resolve([{ ...listed(document('found', 'Found')), searchText: '' }]),
  },
  people: {
    putName: untouched,
    visitorsOf: () =>
      Promise.resolve([
        visitor('ana', 'Ana'),
        visitor('eva', 'Eva'),
        visitor('leo', 'Leo'),
        visitor('lia', 'Lia'),
        visitor('bot', null),
      ]),
  },
  shares: {
    ofDocument: () => Promise.resolve([share('eva', 'editor'), share('leo', 'viewer')]),
    of: () => Promise.resolve([]),
  },
  links: { grantsOf: () => Promise.resolve([]) },
})
const collabServer = { projections: () => Promise.resolve({ projections: [], cursor: 'x', more: false }) }

const choicesFor = (role: 'owner' | 'editor', text: string) =>
  mentionChoices(
    { store: store([]) as unknown as Parameters<typeof mentionChoices>[0]['store'], collabServer },
    here,
    { userId: role === 'owner' ? 'ana' : 'eva', role },
    text,
    now,
  )

const names = async (role: 'owner' | 'editor') => (await choicesFor(role, '')).people.map(({ name }) => name)

test('an editor is told of the owner and of named writers, the owner of everybody who came with a name', async () => {
  expect(await names('editor')).toEqual(['Ana', 'Eva'])
  expect(await names('owner')).toEqual(['Ana', 'Eva', 'Leo', 'Lia'])
})

test('documents come from the asker’s own lists, without this one and the untitled', async () => {
  expect((await choicesFor('editor', '')).documents.map(({ title }) => title)).toEqual(['Plan'])
  expect((await choicesFor('editor', 'fou')).documents.map(({ title }) => title)).toEqual(['Found'])
})

test('titles are told of documents that the asker may read, and of no others', async () => {
  const open = document('open', 'Open', { generalRole: 'viewer' })
  const closed = document('closed', 'Closed')
  const trashed = document('trashed', 'Trashed', { generalRole: 'viewer', trashedAt: 1 })
  const untitled = document('untitled', null, { generalRole: 'viewer' })
  const ids = [open, closed, trashed, untitled].map(({ id }) => id)
  const asked = { store: store([open, closed, trashed, untitled]), collabServer }
  expect(await documentTitles(asked, [...ids, 'gone', '../x'], { userId: 'eva' }, now)).toEqual({
    [open.id]: 'Open',
    [untitled.id]: null,
  })
  expect(await documentTitles(asked, ids, { userId: 'ana' }, now)).toHaveProperty(closed.id, 'Closed')
})
