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

  const insert = (id: string, createdAt = 1000) => store.documents.insert({ id, ownerId: 'ana', createdAt })
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
      await store.visits.record({ userId: 'eva', documentId: 'd1', openedAt: 10 })
      await store.visits.record({ userId: 'eva', documentId: 'd2', openedAt: 20 })
      await store.visits.record({ userId: 'eva', documentId: 'd1', openedAt: 30 })
      await store.visits.record({ userId: 'ana', documentId: 'd3', openedAt: 40 })
      const recent = await store.visits.recent('eva', 10)
      expect(recent.map(({ id, openedAt }) => [id, openedAt])).toEqual([
        ['d1', 30],
        ['d2', 20],
      ])
      expect(await store.visits.recent('eva', 1)).toHaveLength(1)
      expect(await store.visits.recent('nobody', 10)).toEqual([])
    })

    it('refuses a visit of a document that does not exist', async () => {
      await expect(store.visits.record({ userId: 'eva', documentId: 'none', openedAt: 1 })).rejects.toThrow(
        /foreign key/i,
      )
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
    })

    it('refuses an image of a document that does not exist', async () => {
      await expect(store.images.insert(image)).rejects.toThrow(/foreign key/i)
    })
  })
}
