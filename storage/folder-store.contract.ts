import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import type { AppStore } from '#storage/app-store'

/** What every adapter must do for folders; `open` as in `appStoreContract`. */
export function folderStoreContract(open: () => AppStore | Promise<AppStore>): void {
  describe('contract: folders', () => {
    let store: AppStore
    beforeEach(async () => {
      store = await open()
      for (const id of ['d1', 'd2', 'd3']) {
        await store.documents.insert({ id, ownerId: 'ana', createdAt: 1, generalRole: 'viewer' })
        for (const userId of ['ana', 'eva']) {
          await store.visits.record({ userId, documentId: id, openedAt: Number(id[1]) })
        }
      }
      for (const [id, parentId] of [
        ['work', null],
        ['plans', 'work'],
        ['older', 'plans'],
      ] as const) {
        expect(await make(id, parentId)).toBe(true)
      }
    })
    afterEach(() => store.close())

    const make = (id: string, parentId: string | null = null, userId = 'ana', name = id) =>
      store.folders.insert({ id, name, parentId, userId, createdAt: 1 })
    const tree = async (userId = 'ana') =>
      (await store.folders.ofUser(userId)).map(({ id, parentId }) => `${id} in ${parentId}`)
    const inFolder = async (folderId: string | null, userId = 'ana') => {
      const query = { userId, view: 'all', order: 'opened', limit: 9, now: 5 } as const
      const listed = await store.visits.list({ ...query, ...(folderId !== null && { folderId }) })
      return listed.map((document) => `${document.id} in ${document.folderId}`)
    }

    it('are one person’s, by name whatever its case and accents', async () => {
      await make('a', null, 'ana', 'Álbum')
      await make('z', null, 'ana', 'zoo')
      expect((await store.folders.ofUser('ana')).map(({ name }) => name)).toEqual([
        'Álbum',
        'older',
        'plans',
        'work',
        'zoo',
      ])
      expect(await tree('eva')).toEqual([])
      expect(await make('hers', 'work', 'eva')).toBe(false)
      expect(await store.folders.rename('eva', 'work', 'x')).toBe(false)
      expect(await store.folders.move('eva', 'work', null)).toBe(false)
      expect(await store.folders.remove('eva', 'work')).toBe(false)
      expect(await store.folders.file('eva', 'd1', 'work')).toBe(false)
      expect(await store.folders.rename('ana', 'work', 'Job')).toBe(true)
      expect(await store.folders.ofUser('ana')).toContainEqual({ id: 'work', name: 'Job', parentId: null })
    })

    it('hold documents, each person’s own way', async () => {
      expect(await store.folders.file('ana', 'd1', 'plans')).toBe(true)
      expect(await inFolder('plans')).toEqual(['d1 in plans'])
      expect(await inFolder('work')).toEqual([])
      expect(await inFolder(null)).toEqual(['d3 in null', 'd2 in null', 'd1 in plans'])
      expect(await inFolder(null, 'eva')).toEqual(['d3 in null', 'd2 in null', 'd1 in null'])
      await store.visits.record({ userId: 'ana', documentId: 'd1', openedAt: 9 })
      expect(await inFolder('plans')).toEqual(['d1 in plans'])
      expect(await store.folders.file('ana', 'd1', null)).toBe(true)
      expect(await inFolder('plans')).toEqual([])
      expect(await store.folders.file('ana', 'none', 'plans')).toBe(false)
      expect(await store.folders.file('ana', 'd1', 'none')).toBe(false)
    })

    it('move with what is in them, and never into themselves', async () => {
      expect(await store.folders.move('ana', 'work', 'older')).toBe(false)
      expect(await store.folders.move('ana', 'work', 'work')).toBe(false)
      expect(await store.folders.move('ana', 'work', 'none')).toBe(false)
      expect(await store.folders.move('ana', 'plans', null)).toBe(true)
      expect(await tree()).toEqual(['older in plans', 'plans in null', 'work in null'])
      expect(await store.folders.move('ana', 'work', 'older')).toBe(true)
    })

    it('leave what is in them where they were', async () => {
      await store.folders.file('ana', 'd1', 'plans')
      expect(await store.folders.remove('ana', 'plans')).toBe(true)
      expect(await tree()).toEqual(['older in work', 'work in null'])
      expect(await inFolder('work')).toEqual(['d1 in work'])
      expect(await store.folders.remove('ana', 'work')).toBe(true)
      expect(await inFolder(null)).toContain('d1 in null')
      expect(await store.folders.remove('ana', 'work')).toBe(false)
    })

    it('of a guest are the account’s that the guest becomes', async () => {
      await store.folders.file('ana', 'd1', 'plans')
      await store.accounts.adoptGuest('ana', 'account')
      expect(await tree('ana')).toEqual([])
      expect(await tree('account')).toHaveLength(3)
      expect(await inFolder('plans', 'account')).toEqual(['d1 in plans'])
    })
  })
}
