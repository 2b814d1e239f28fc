import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import type { AppStore } from '#storage/app-store'

/** What every adapter must do for accounts; `open` as in `appStoreContract`. */
export function accountStoreContract(open: () => AppStore | Promise<AppStore>): void {
  let store: AppStore

  beforeEach(async () => {
    store = await open()
  })
  afterEach(() => store.close())

  const signUp = async (id: string) => {
    const now = new Date().toISOString()
    const times = { createdAt: now, updatedAt: now }
    const row = { id, name: id, email: `${id}@example.org`, emailVerified: 0 as const, ...times }
    await store.accountTables.db.insertInto('accounts').values(row).execute()
  }
  const insert = (id: string, ownerId: string) =>
    store.documents.insert({ id, ownerId, createdAt: 1000, generalRole: 'editor' })
  const visit = (userId: string, documentId: string, openedAt: number) =>
    store.visits.record({ userId, documentId, openedAt })
  const list = (userId: string) =>
    store.visits.list({ userId, view: 'all', order: 'opened', limit: 10, now: 5000 })
  const admins = async () => {
    const query = store.accountTables.db.selectFrom('accounts').select('id').where('isAdmin', '=', 1)
    return (await query.execute()).map(({ id }) => id)
  }

  describe('contract: accounts', () => {
    it('has an administrator in the first account, and only there', async () => {
      expect(await store.accounts.hasAny()).toBe(false)
      await signUp('ana')
      await signUp('luis')
      await Promise.all(['ana', 'luis', 'nobody'].map((id) => store.accounts.makeFirstAdministrator(id)))
      expect(await admins()).toEqual(['ana'])
      expect(await store.accounts.hasAny()).toBe(true)
    })

    it('makes nobody an administrator who comes where others are, though none of them is one', async () => {
      await signUp('ana')
      await signUp('luis')
      await store.accounts.makeFirstAdministrator('luis')
      expect(await admins()).toEqual([])
    })

    it('gives an account what a guest owned, opened, starred and was given', async () => {
      await signUp('ana')
      await insert('d1', 'guest')
      await insert('d2', 'eva')
      await store.documents.setGeneralRole('d2', null)
      const link = { id: 'l1', documentId: 'd2', role: 'editor', passwordHash: null } as const
      await store.links.insert({ ...link, expiresAt: null, createdAt: 5, secretHash: 'hash' })
      await store.links.grant({ linkId: 'l1', userId: 'guest', grantedAt: 6 })
      await visit('guest', 'd1', 10)
      await visit('guest', 'd2', 20)
      await store.visits.setStarred('guest', 'd2', 30)

      await store.accounts.adoptGuest('guest', 'ana')
      expect(await store.documents.get('d1')).toMatchObject({ ownerId: 'ana' })
      expect(await store.documents.get('d2')).toMatchObject({ ownerId: 'eva' })
      expect(await list('ana')).toMatchObject([
        { id: 'd2', starred: true, openedAt: 20 },
        { id: 'd1', starred: false, openedAt: 10 },
      ])
      expect(await store.links.grantsOf('ana', 'd2')).toEqual([
        { linkId: 'l1', role: 'editor', expiresAt: null },
      ])
      expect(await list('guest')).toEqual([])
      expect(await store.links.grantsOf('guest', 'd2')).toEqual([])
      expect(await store.accounts.adopterOf('guest')).toBe('ana')
      expect(await store.accounts.adopterOf('eva')).toBeNull()
    })

    it('lets an account keep what it had of the same, with the later opening and either star', async () => {
      await signUp('ana')
      for (const id of ['d1', 'd2']) await insert(id, 'eva')
      await visit('ana', 'd1', 10)
      await visit('guest', 'd1', 20)
      await visit('ana', 'd2', 40)
      await visit('guest', 'd2', 30)
      await store.visits.setStarred('ana', 'd1', 11)
      await store.visits.setStarred('guest', 'd2', 31)
      await store.accounts.adoptGuest('guest', 'ana')
      await store.accounts.adoptGuest('guest', 'ana')
      expect(await list('ana')).toMatchObject([
        { id: 'd2', starred: true, openedAt: 40 },
        { id: 'd1', starred: true, openedAt: 20 },
      ])
    })

    it('takes an invitation once, and not after its time; given back, it can be taken again', async () => {
      const invitation = { secretHash: 'one', madeBy: 'ana', expiresAt: 100 }
      await store.accounts.invite(invitation)
      expect(await store.accounts.isInvited('one', 100)).toBe(false)
      expect(await store.accounts.isInvited('other', 99)).toBe(false)
      expect(await store.accounts.isInvited('one', 99)).toBe(true)
      expect(await store.accounts.takeInvitation('one', 100)).toBeNull()
      const uses = [1, 2].map(() => store.accounts.takeInvitation('one', 99))
      expect((await Promise.all(uses)).filter(Boolean)).toEqual([invitation])
      expect(await store.accounts.isInvited('one', 99)).toBe(false)
      await store.accounts.invite(invitation)
      expect(await store.accounts.takeInvitation('one', 99)).toEqual(invitation)
    })

    it('changes how somebody is called and seen', async () => {
      await signUp('ana')
      await store.accounts.setProfile('ana', { name: 'Ana María', color: '#1977bf' })
      const query = store.accountTables.db.selectFrom('accounts').select(['name', 'color'])
      expect(await query.execute()).toEqual([{ name: 'Ana María', color: '#1977bf' }])
    })
  })
}
