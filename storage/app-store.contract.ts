import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import type { AppStore } from '#storage/app-store'

const projection = (documentId: string, changedAt: number, title: string | null = `Title ${changedAt}`) => ({
  documentId,
  title,
  excerpt: `excerpt ${changedAt}`,
  searchText: `text ${changedAt}`,
  changedAt,
})

/** What every adapter of the app's store must do. `open` opens the same store each time, first an empty one. */
export function appStoreContract(open: () => AppStore | Promise<AppStore>): void {
  let store: AppStore

  beforeEach(async () => {
    store = await open()
  })
  afterEach(() => store.close())

  const insert = (id: string, createdAt = 1000) =>
    store.documents.insert({ id, ownerId: 'ana', createdAt, generalRole: 'editor' })
  const visit = (userId: string, documentId: string, openedAt: number) =>
    store.visits.record({ userId, documentId, openedAt })
  const titled = async (id: string, title: string | null, searchText = '', changedAt = 2000) =>
    store.documents.applyProjections([{ documentId: id, title, excerpt: '', searchText, changedAt }], '1')
  const list = async (userId: string, query: Partial<Parameters<AppStore['visits']['list']>[0]> = {}) =>
    (await store.visits.list({ userId, view: 'all', order: 'opened', limit: 10, now: 5000, ...query })).map(
      ({ id }) => id,
    )

  describe('contract: documents', () => {
    it('has a new document without a title', async () => {
      await insert('d1')
      expect(await store.documents.get('d1')).toEqual({
        id: 'd1',
        ownerId: 'ana',
        title: null,
        excerpt: '',
        createdAt: 1000,
        changedAt: 1000,
        generalRole: 'editor',
        trashedAt: null,
      })
      expect(await store.documents.get('D1')).toBeNull()
    })

    it('refuses a second document with the same id', async () => {
      await insert('d1')
      await expect(insert('d1', 2000)).rejects.toThrow(/unique/i)
      expect((await store.documents.get('d1'))?.createdAt).toBe(1000)
    })

    it('takes projections over, and keeps them over a reopening', async () => {
      await insert('d1')
      expect(await store.documents.projectionCursor()).toBeNull()
      await store.documents.applyProjections([projection('d1', 2000, 'Año')], '17')
      await store.close()
      store = await open()
      expect(await store.documents.get('d1')).toMatchObject({ title: 'Año', excerpt: 'excerpt 2000' })
      expect(await store.documents.projectionCursor()).toBe('17')
    })

    it('passes over projections of unknown documents and older ones', async () => {
      await insert('d1')
      await store.documents.applyProjections([projection('d1', 3000)], '1')
      await store.documents.applyProjections([projection('nobody', 4000), projection('d1', 2000)], '2')
      expect(await store.documents.get('d1')).toMatchObject({ title: 'Title 3000', changedAt: 3000 })
      expect(await store.documents.get('nobody')).toBeNull()
      expect(await store.documents.projectionCursor()).toBe('2')
    })

    it('lets a title go again', async () => {
      await insert('d1')
      await store.documents.applyProjections([projection('d1', 2000)], '1')
      await store.documents.applyProjections([projection('d1', 3000, null)], '2')
      expect((await store.documents.get('d1'))?.title).toBeNull()
    })
  })

  describe('contract: visits', () => {
    it('lists the latest opened first, each document once, for one person only', async () => {
      await Promise.all(['d1', 'd2', 'd3'].map((id) => insert(id)))
      await visit('eva', 'd1', 10)
      await visit('eva', 'd2', 20)
      await visit('eva', 'd1', 30)
      await visit('ana', 'd3', 40)
      expect(await list('eva')).toEqual(['d1', 'd2'])
      expect(await list('eva', { limit: 1 })).toEqual(['d1'])
      expect(await list('nobody')).toEqual([])
      const [first] = await store.visits.list({
        userId: 'eva',
        view: 'all',
        order: 'opened',
        limit: 1,
        now: 0,
      })
      expect(first).toEqual({
        ...(await store.documents.get('d1')),
        openedAt: 30,
        folderId: null,
        isNew: false,
        starred: false,
      })
    })

    it('refuses a visit of a document that does not exist', async () => {
      await expect(visit('eva', 'none', 1)).rejects.toThrow(/foreign key/i)
    })

    it('sorts by opening, by change and by title, the untitled last', async () => {
      for (const [index, id] of ['d1', 'd2', 'd3', 'd4'].entries()) {
        await insert(id)
        await visit('ana', id, 10 + index)
      }
      await titled('d1', 'zorro', '', 3000)
      await titled('d2', 'Árbol', '', 4000)
      await titled('d3', 'bosque', '', 2000)
      expect(await list('ana', { order: 'opened' })).toEqual(['d4', 'd3', 'd2', 'd1'])
      expect(await list('ana', { order: 'changed' })).toEqual(['d2', 'd1', 'd3', 'd4'])
      expect(await list('ana', { order: 'title' })).toEqual(['d2', 'd3', 'd1', 'd4'])
    })

    it('tells one’s own from those of others, and keeps stars over the next visit', async () => {
      await insert('own')
      await store.documents.insert({ id: 'other', ownerId: 'luis', createdAt: 1, generalRole: 'editor' })
      await visit('ana', 'own', 10)
      await visit('ana', 'other', 20)
      await visit('luis', 'other', 20)
      await store.visits.setStarred('ana', 'other', 25)
      await visit('ana', 'other', 30)
      expect(await list('ana', { view: 'owned' })).toEqual(['own'])
      expect(await list('ana', { view: 'shared' })).toEqual(['other'])
      expect(await list('ana', { view: 'starred' })).toEqual(['other'])
      expect(await list('luis', { view: 'starred' })).toEqual([])
      await store.visits.setStarred('ana', 'other', null)
      expect(await list('ana', { view: 'starred' })).toEqual([])
    })

    it('shows nothing that somebody may not open any more', async () => {
      await insert('d1')
      await titled('d1', 'Secret', 'secret words')
      const link = { documentId: 'd1', role: 'viewer', passwordHash: null, createdAt: 1 } as const
      await store.links.insert({ ...link, id: 'l1', secretHash: 'h1', expiresAt: 100 })
      await store.links.grant({ linkId: 'l1', userId: 'eva', grantedAt: 1 })
      for (const userId of ['ana', 'eva', 'luis']) await visit(userId, 'd1', 10)
      await store.documents.setGeneralRole('d1', null)
      const seen = async (userId: string, now: number) => [
        ...(await list(userId, { now })),
        ...(await store.visits.search({ userId, terms: ['secret'], limit: 10, now })).map(({ id }) => id),
      ]
      expect(await seen('ana', 99)).toEqual(['d1', 'd1'])
      expect(await seen('eva', 99)).toEqual(['d1', 'd1'])
      expect(await seen('eva', 100)).toEqual([])
      expect(await seen('luis', 99)).toEqual([])
      expect(await list('eva', { view: 'shared', now: 100 })).toEqual([])
    })

    it('keeps the trash for its owner, apart', async () => {
      await insert('d1')
      await titled('d1', 'Old', 'old words')
      for (const userId of ['ana', 'eva']) await visit(userId, 'd1', 10)
      await store.documents.setTrashed('d1', 3000)
      expect((await store.documents.get('d1'))?.trashedAt).toBe(3000)
      expect(await list('ana')).toEqual([])
      expect(await list('eva')).toEqual([])
      expect(await store.visits.search({ userId: 'ana', terms: ['old'], limit: 5, now: 1 })).toEqual([])
      expect(await list('ana', { view: 'trash' })).toEqual(['d1'])
      expect(await store.visits.hasAny('ana')).toBe(true)
      expect(await store.visits.hasAny('nobody')).toBe(false)
      expect(await list('eva', { view: 'trash' })).toEqual([])
      expect(await store.documents.trashedBefore(3000, 10)).toEqual([])
      expect(await store.documents.trashedBefore(3001, 10)).toEqual(['d1'])
      await store.documents.setTrashed('d1', null)
      expect(await list('ana')).toEqual(['d1'])
      expect(await store.documents.trashedBefore(9999, 10)).toEqual([])
    })

    it('finds words by their beginnings, whatever their case and accents, the title first', async () => {
      for (const id of ['d1', 'd2', 'd3']) {
        await insert(id)
        await visit('ana', id, 10)
      }
      await titled('d1', 'Notas', 'Mañana por la tarde, canción y café')
      await titled('d2', 'La canción', 'nada más')
      await titled('d3', null, 'otra cosa')
      const find = async (...terms: string[]) =>
        (await store.visits.search({ userId: 'ana', terms, limit: 10, now: 1 })).map(({ id }) => id)
      expect(await find('CANCION')).toEqual(['d2', 'd1'])
      expect(await find('canc', 'manan')).toEqual(['d1'])
      expect(await find('cosa')).toEqual(['d3'])
      expect(await find('osa')).toEqual([])
      expect(await find('canc', 'cosa')).toEqual([])
      expect(await find()).toEqual([])
      expect(await find('"', 'OR')).toEqual([])
      const [found] = await store.visits.search({ userId: 'ana', terms: ['otra'], limit: 1, now: 1 })
      expect(found?.searchText).toBe('otra cosa')
      await titled('d3', null, 'changed', 9000)
      expect(await find('cosa')).toEqual([])
      expect(await find('changed')).toEqual(['d3'])
    })

    it('forgets a removed document everywhere', async () => {
      await insert('d1')
      await insert('d2')
      await titled('d1', 'Gone', 'gone words')
      for (const id of ['d1', 'd2']) await visit('ana', id, 10)
      await store.documents.remove('d1')
      expect(await store.documents.get('d1')).toBeNull()
      expect(await list('ana')).toEqual(['d2'])
      expect(await store.visits.search({ userId: 'ana', terms: ['gone'], limit: 5, now: 1 })).toEqual([])
      await insert('d1')
      expect(await store.visits.search({ userId: 'ana', terms: ['gone'], limit: 5, now: 1 })).toEqual([])
    })
  })

  describe('contract: links', () => {
    const link = {
      id: 'l1',
      documentId: 'd1',
      role: 'viewer' as const,
      passwordHash: null,
      expiresAt: null,
      createdAt: 5,
    }
    const second = { ...link, id: 'l2', role: 'editor' as const, expiresAt: 99, createdAt: 6 }
    beforeEach(async () => {
      await insert('d1')
      await insert('d2')
      await store.links.insert({ ...link, secretHash: 'hash 1' })
      await store.links.insert({ ...second, secretHash: 'hash 2' })
    })

    it('are found by the hash of their secret alone', async () => {
      expect(await store.links.find('hash 1')).toEqual(link)
      expect(await store.links.find('hash 2')).toEqual(second)
      expect(await store.links.find('l1')).toBeNull()
    })

    it('never share a secret', async () => {
      await expect(store.links.insert({ ...link, id: 'l3', secretHash: 'hash 1' })).rejects.toThrow(/unique/i)
    })

    it('are listed with their own document, the oldest first', async () => {
      expect(await store.links.ofDocument('d1')).toEqual([link, second])
      expect(await store.links.ofDocument('d2')).toEqual([])
    })

    it('give to who opened them, on their own document, once', async () => {
      for (let time = 0; time < 2; time++) {
        await store.links.grant({ linkId: 'l2', userId: 'eva', grantedAt: 7 })
      }
      expect(await store.links.grantsOf('eva', 'd1')).toEqual([
        { linkId: 'l2', role: 'editor', expiresAt: 99 },
      ])
      expect(await store.links.grantsOf('eva', 'd2')).toEqual([])
      expect(await store.links.grantsOf('ana', 'd1')).toEqual([])
      await expect(store.links.grant({ linkId: 'none', userId: 'eva', grantedAt: 7 })).rejects.toThrow(
        /foreign key/i,
      )
    })

    it('change role with everybody who has them, and only on their own document', async () => {
      await store.links.grant({ linkId: 'l2', userId: 'eva', grantedAt: 7 })
      expect(await store.links.setRole('d2', 'l2', 'viewer')).toBe(false)
      expect(await store.links.setRole('d1', 'l2', 'commenter')).toBe(true)
      expect(await store.links.grantsOf('eva', 'd1')).toMatchObject([{ role: 'commenter' }])
    })

    it('end with everything they gave, and only on their own document', async () => {
      await store.links.grant({ linkId: 'l2', userId: 'eva', grantedAt: 7 })
      expect(await store.links.remove('d2', 'l2')).toBe(false)
      expect(await store.links.remove('d1', 'l2')).toBe(true)
      expect(await store.links.remove('d1', 'l2')).toBe(false)
      expect(await store.links.grantsOf('eva', 'd1')).toEqual([])
      expect(await store.links.find('hash 2')).toBeNull()
    })

    it('are not what everybody with the address may do', async () => {
      await store.documents.setGeneralRole('d1', null)
      expect((await store.documents.get('d1'))?.generalRole).toBeNull()
      await store.documents.setGeneralRole('d1', 'viewer')
      expect((await store.documents.get('d1'))?.generalRole).toBe('viewer')
      expect((await store.documents.get('d2'))?.generalRole).toBe('editor')
    })
  })

  describe('contract: people', () => {
    it('lists who opened a document, by their newest name, with the links they came by', async () => {
      await insert('d1')
      await insert('d2')
      await store.links.insert({
        id: 'l1',
        documentId: 'd1',
        role: 'viewer',
        passwordHash: null,
        expiresAt: null,
        createdAt: 5,
        secretHash: 'hash',
      })
      await store.links.grant({ linkId: 'l1', userId: 'eva', grantedAt: 6 })
      await store.visits.record({ userId: 'eva', documentId: 'd1', openedAt: 10 })
      await store.visits.record({ userId: 'luis', documentId: 'd1', openedAt: 20 })
      await store.visits.record({ userId: 'nora', documentId: 'd2', openedAt: 30 })
      await store.people.putName('eva', 'Eva')
      await store.people.putName('eva', 'Eva María')
      expect(await store.people.visitorsOf('d1', 10)).toEqual([
        { userId: 'luis', name: null, openedAt: 20, linkIds: [] },
        { userId: 'eva', name: 'Eva María', openedAt: 10, linkIds: ['l1'] },
      ])
      expect(await store.people.visitorsOf('d1', 1)).toHaveLength(1)
      expect(await store.people.namesOf(['luis', 'eva', 'nobody', 'eva"\''])).toEqual([
        { id: 'eva', name: 'Eva María' },
      ])
      const knowing = (id: string) => store.people.knowing(id, ['luis', 'nobody', 'ana', 'eva'])
      expect((await knowing('d1')).toSorted()).toEqual(['ana', 'eva', 'luis'])
    })
  })

  describe('contract: images', () => {
    const image = {
      id: 'a.png',
      documentId: 'd1',
      type: 'image/png',
      byteSize: 12,
      width: 3,
      height: 2,
      createdAt: 5,
    }

    it('gives an image to its own document alone', async () => {
      await insert('d1')
      await insert('d2')
      await store.images.insert(image)
      expect(await store.images.get('d1', 'a.png')).toEqual(image)
      expect(await store.images.get('d2', 'a.png')).toBeNull()
      expect(await store.images.get('d1', 'b.png')).toBeNull()
      expect(await store.images.ofDocument('d1')).toEqual([image])
      expect(await store.images.ofDocument('d2')).toEqual([])
      // A copy of the document has one of the same name.
      await store.images.insert({ ...image, documentId: 'd2' })
      expect(await store.images.get('d2', 'a.png')).toEqual({ ...image, documentId: 'd2' })
    })

    it('forgets an image of one document, and not of its copy', async () => {
      await insert('d1')
      await insert('d2')
      await store.images.insert(image)
      await store.images.insert({ ...image, documentId: 'd2' })
      await store.images.remove('d1', 'a.png')
      await store.images.remove('d1', 'b.png')
      expect(await store.images.get('d1', 'a.png')).toBeNull()
      expect(await store.images.get('d2', 'a.png')).not.toBeNull()
    })

    it('goes through all documents, those in the trash too', async () => {
      for (const id of ['d1', 'd3', 'd2']) await insert(id)
      await store.documents.setTrashed('d2', 7)
      expect(await store.documents.ids('', 2)).toEqual(['d1', 'd2'])
      expect(await store.documents.ids('d2', 2)).toEqual(['d3'])
      expect(await store.documents.ids('d3', 2)).toEqual([])
    })

    it('refuses an image of a document that does not exist', async () => {
      await expect(store.images.insert(image)).rejects.toThrow(/foreign key/i)
    })
  })
}
