import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import type { AppStore } from '#storage/app-store'
import type { NewShare } from '#storage/share-store'

/** What every adapter must do for shares by name; `open` as in `appStoreContract`. */
export function shareStoreContract(open: () => AppStore | Promise<AppStore>): void {
  describe('contract: shares by name', () => {
    let store: AppStore

    beforeEach(async () => {
      store = await open()
      for (const id of ['d1', 'd2']) {
        await store.documents.insert({ id, ownerId: 'ana', createdAt: 1, generalRole: null })
      }
    })
    afterEach(() => store.close())

    const signUp = async (id: string, emailVerified: 0 | 1 = 0) => {
      const now = new Date().toISOString()
      const row = { id, name: id, email: `${id}@example.org`, emailVerified, createdAt: now, updatedAt: now }
      await store.accountTables.db.insertInto('accounts').values(row).execute()
    }
    const give = (share: Partial<NewShare> = {}) =>
      store.shares.put({
        id: 's1',
        documentId: 'd1',
        email: 'eva@example.org',
        role: 'viewer',
        secretHash: `hash of ${share.id ?? 's1'}`,
        givenBy: 'ana',
        createdAt: 10,
        ...share,
      })
    const list = async (userId: string) =>
      (await store.visits.list({ userId, view: 'shared', order: 'opened', limit: 10, now: 50 })).map(
        ({ id, isNew, openedAt }) => ({ id, isNew, openedAt }),
      )

    it('belong to nobody before somebody shows that the address is theirs', async () => {
      await signUp('eva')
      expect(await give()).toEqual({
        id: 's1',
        documentId: 'd1',
        email: 'eva@example.org',
        role: 'viewer',
        userId: null,
        createdAt: 10,
      })
      expect(await store.shares.of('eva', 'd1')).toEqual([])
      expect(await list('eva')).toEqual([])
      await store.shares.claimVerified('eva', 20)
      expect(await store.shares.of('eva', 'd1')).toEqual([])
      expect(await store.shares.claim('s1', 'eva', 20)).toBe(true)
      expect(await store.shares.of('eva', 'd1')).toMatchObject([{ id: 's1', role: 'viewer' }])
      expect(await store.shares.of('eva', 'd2')).toEqual([])
      expect(await list('eva')).toEqual([{ id: 'd1', isNew: true, openedAt: 20 }])
    })

    it('are claimed once, and by the same person again', async () => {
      await give()
      expect(await store.shares.claim('s1', 'eva', 20)).toBe(true)
      expect(await store.shares.claim('s1', 'eva', 21)).toBe(true)
      expect(await store.shares.claim('s1', 'luis', 22)).toBe(false)
      expect(await store.shares.claim('none', 'luis', 22)).toBe(false)
      expect(await store.shares.of('luis', 'd1')).toEqual([])
      expect(await list('luis')).toEqual([])
    })

    it('belong at once to an account whose address is verified, and when it signs in', async () => {
      await give()
      await signUp('eva', 1)
      await store.shares.claimVerified('eva', 20)
      expect(await store.shares.of('eva', 'd1')).toHaveLength(1)
      expect(await give({ id: 's2', documentId: 'd2' })).toMatchObject({ userId: 'eva' })
      expect(await list('eva')).toEqual([
        { id: 'd1', isNew: true, openedAt: 20 },
        { id: 'd2', isNew: true, openedAt: 10 },
      ])
    })

    it('belong at once to an account that has accepted from the same giver before, from nobody else', async () => {
      await signUp('eva')
      await give()
      await store.shares.claim('s1', 'eva', 20)
      const other = { documentId: 'd2', givenBy: 'luis' }
      expect(await give({ ...other, id: 's2' })).toMatchObject({ userId: null })
      await store.shares.remove('d2', 's2')
      expect(await give({ id: 's3', documentId: 'd2' })).toMatchObject({ userId: 'eva' })
    })

    it('that were accepted stay their first giver’s, who alone has shown that the address is theirs', async () => {
      await signUp('eva')
      await give()
      await store.shares.claim('s1', 'eva', 20)
      expect(await give({ givenBy: 'luis', secretHash: 'new' })).toMatchObject({ userId: 'eva' })
      expect(await give({ id: 's2', documentId: 'd2', givenBy: 'luis' })).toMatchObject({ userId: null })
      await store.shares.remove('d2', 's2')
      expect(await give({ id: 's3', documentId: 'd2' })).toMatchObject({ userId: 'eva' })
    })

    it('keep who they are and whose when they are given anew, with another role and secret', async () => {
      await give()
      await store.shares.claim('s1', 'eva', 20)
      const again = await give({ id: 's9', role: 'editor', secretHash: 'new', createdAt: 30 })
      expect(again).toMatchObject({ id: 's1', role: 'editor', userId: 'eva', createdAt: 10 })
      expect(await store.shares.find('hash of s1')).toBeNull()
      expect(await store.shares.find('new')).toMatchObject({ id: 's1', email: 'eva@example.org' })
      expect(await store.shares.ofDocument('d1')).toHaveLength(1)
    })

    it('are told with the name and the last opening of whoever has come', async () => {
      await give()
      await give({ id: 's2', email: 'luis@example.org', createdAt: 11 })
      await store.people.putName('eva', 'Eva')
      await store.shares.claim('s1', 'eva', 20)
      const listed = async () =>
        (await store.shares.ofDocument('d1')).map(({ id, name, openedAt }) => ({ id, name, openedAt }))
      expect(await listed()).toEqual([
        { id: 's1', name: 'Eva', openedAt: null },
        { id: 's2', name: null, openedAt: null },
      ])
      expect(await store.people.visitorsOf('d1', 10)).toEqual([])
      await store.visits.record({ userId: 'eva', documentId: 'd1', openedAt: 30 })
      expect(await listed()).toMatchObject([{ id: 's1', openedAt: 30 }, { id: 's2' }])
      expect(await list('eva')).toEqual([{ id: 'd1', isNew: false, openedAt: 30 }])
    })

    it('change role and end, on their own document alone; with them goes the place in lists', async () => {
      await give()
      await store.shares.claim('s1', 'eva', 20)
      expect(await store.shares.setRole('d2', 's1', 'editor')).toBe(false)
      expect(await store.shares.setRole('d1', 's1', 'editor')).toBe(true)
      expect(await store.shares.of('eva', 'd1')).toMatchObject([{ role: 'editor' }])
      expect(await store.shares.remove('d2', 's1')).toBe(false)
      expect(await store.shares.remove('d1', 's1')).toBe(true)
      expect(await store.shares.remove('d1', 's1')).toBe(false)
      expect(await store.shares.of('eva', 'd1')).toEqual([])
      expect(await list('eva')).toEqual([])
    })

    it('of a guest, and those that a guest gave, are the account’s that the guest becomes', async () => {
      await give({ givenBy: 'guest' })
      await store.shares.claim('s1', 'guest', 20)
      await signUp('luis')
      await store.accounts.adoptGuest('guest', 'luis')
      expect(await store.shares.of('guest', 'd1')).toEqual([])
      expect(await store.shares.of('luis', 'd1')).toHaveLength(1)
      expect(await list('luis')).toEqual([{ id: 'd1', isNew: true, openedAt: 20 }])
    })

    it('hand the document over to their account, and leave who had it an editor', async () => {
      await signUp('eva')
      await give({ role: 'viewer' })
      const change = { from: 'ana', newShareId: 's9', now: 40 }
      expect(await store.shares.handOver('d1', 's1', change)).toBe(false)
      await store.shares.claim('s1', 'eva', 20)
      expect(await store.shares.handOver('d2', 's1', change)).toBe(false)
      expect(await store.shares.handOver('d1', 's1', { ...change, from: 'luis' })).toBe(false)
      expect((await store.documents.get('d1'))?.ownerId).toBe('ana')
      expect(await store.shares.handOver('d1', 's1', change)).toBe(true)
      expect((await store.documents.get('d1'))?.ownerId).toBe('eva')
      expect(await store.shares.of('eva', 'd1')).toEqual([])
      expect(await store.shares.of('ana', 'd1')).toMatchObject([{ id: 's9', role: 'editor' }])
      expect(await store.shares.handOver('d1', 's9', { ...change, from: 'eva' })).toBe(false)
    })

    it('are given up by whose they are, with what links gave, and leave their list; those of others stay', async () => {
      await signUp('eva', 1)
      await signUp('luis', 1)
      await give()
      await give({ id: 's2', email: 'luis@example.org' })
      await give({ id: 's3', documentId: 'd2' })
      const link = {
        id: 'l1',
        documentId: 'd1',
        role: 'editor',
        passwordHash: null,
        expiresAt: null,
      } as const
      await store.links.insert({ ...link, createdAt: 5, secretHash: 'hash of l1' })
      for (const userId of ['eva', 'luis']) await store.links.grant({ linkId: 'l1', userId, grantedAt: 6 })
      expect((await store.shares.leave('eva', 'd1')).toSorted()).toEqual(['l1', 's1'])
      expect(await store.shares.of('eva', 'd1')).toEqual([])
      expect(await store.links.grantsOf('eva', 'd1')).toEqual([])
      expect(await list('eva')).toMatchObject([{ id: 'd2' }])
      expect(await store.shares.of('luis', 'd1')).toHaveLength(1)
      expect(await store.links.grantsOf('luis', 'd1')).toHaveLength(1)
      expect(await store.shares.leave('eva', 'd1')).toEqual([])
    })

    it('go with their document', async () => {
      await give()
      await store.documents.remove('d1')
      expect(await store.shares.find('hash of s1')).toBeNull()
    })
  })

  describe('contract: requests for access', () => {
    let store: AppStore
    beforeEach(async () => {
      store = await open()
      for (const id of ['d1', 'd2']) {
        await store.documents.insert({ id, ownerId: 'ana', createdAt: 1, generalRole: null })
      }
      await store.people.putName('eva', 'Eva')
    })
    afterEach(() => store.close())

    const limits = { declinedSince: 5, most: 2 }
    const ask = (userId: string, message = '', askedAt = 10, declinedSince = limits.declinedSince) =>
      store.accessRequests.ask({ documentId: 'd1', userId, message, askedAt }, { ...limits, declinedSince })
    const waiting = async () => (await store.accessRequests.waiting('d1')).map(({ userId }) => userId)

    it('wait once for each person, with the newest message, on their own document', async () => {
      expect(await ask('eva', 'Hello')).toBe(true)
      expect(await ask('eva', 'Hello again', 11)).toBe(true)
      expect(await store.accessRequests.waiting('d1')).toEqual([
        { userId: 'eva', name: 'Eva', email: null, isConfirmed: false, message: 'Hello again', askedAt: 11 },
      ])
      expect(await store.accessRequests.waiting('d2')).toEqual([])
      expect(await store.accessRequests.hasAsked('d1', 'eva', 20)).toBe(true)
      expect(await store.accessRequests.hasAsked('d2', 'eva', 20)).toBe(false)
    })

    it('tell whether somebody has shown that the address of their account is theirs', async () => {
      const now = new Date().toISOString()
      for (const [id, emailVerified] of [
        ['eva', 0],
        ['luis', 1],
      ] as const) {
        const row = {
          id,
          name: id,
          email: `${id}@example.org`,
          emailVerified,
          createdAt: now,
          updatedAt: now,
        }
        await store.accountTables.db.insertInto('accounts').values(row).execute()
        await ask(id)
      }
      expect(await store.accessRequests.waiting('d1')).toMatchObject([
        { email: 'eva@example.org', isConfirmed: false },
        { email: 'luis@example.org', isConfirmed: true },
      ])
    })

    it('are no more than so many at once', async () => {
      expect([await ask('eva'), await ask('luis'), await ask('nora'), await ask('eva')]).toEqual([
        true,
        true,
        false,
        true,
      ])
    })

    it('become a role once they are granted', async () => {
      await ask('eva')
      const share = { id: 's1', role: 'commenter', givenBy: 'ana', createdAt: 20 } as const
      expect(await store.accessRequests.grant('d2', 'eva', share)).toBe(false)
      expect(await store.accessRequests.grant('d1', 'eva', share)).toBe(true)
      expect(await store.accessRequests.grant('d1', 'eva', { ...share, id: 's2' })).toBe(false)
      expect(await waiting()).toEqual([])
      expect(await store.shares.of('eva', 'd1')).toMatchObject([{ id: 's1', role: 'commenter', email: null }])
      const lists = await store.visits.list({
        userId: 'eva',
        view: 'all',
        order: 'opened',
        limit: 5,
        now: 30,
      })
      expect(lists).toMatchObject([{ id: 'd1', isNew: true }])
    })

    it('rest for a while after they were declined', async () => {
      await ask('eva')
      expect(await store.accessRequests.decline('d1', 'eva', 20)).toBe(true)
      expect(await store.accessRequests.decline('d1', 'eva', 21)).toBe(false)
      expect(await waiting()).toEqual([])
      expect(await ask('eva', '', 30, 20)).toBe(false)
      expect(await waiting()).toEqual([])
      // For the person it looks as before, until they may ask again.
      expect(await store.accessRequests.hasAsked('d1', 'eva', 20)).toBe(true)
      expect(await store.accessRequests.hasAsked('d1', 'eva', 21)).toBe(false)
      expect(await store.accessRequests.hasAsked('d1', 'luis', 0)).toBe(false)
      expect(await ask('eva', '', 30, 21)).toBe(true)
      expect(await waiting()).toEqual(['eva'])
    })

    it('of a guest are the account’s that the guest becomes', async () => {
      await ask('eva')
      await store.accounts.adoptGuest('eva', 'account')
      expect(await waiting()).toEqual(['account'])
    })
  })
}
