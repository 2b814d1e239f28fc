import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import type { AppStore } from '#storage/app-store'

/** What every adapter must do for those who administer. `open` opens the same store each time, first an empty one. */
export function administrationStoreContract(open: () => AppStore | Promise<AppStore>): void {
  describe('contract: administration', () => {
    let store: AppStore

    const signUp = async (id: string, name = id) => {
      const now = new Date().toISOString()
      const times = { createdAt: now, updatedAt: now }
      const row = { id, name, email: `${id}@example.org`, emailVerified: 0 as const, ...times }
      await store.accountTables.db.insertInto('accounts').values(row).execute()
    }
    beforeEach(async () => {
      store = await open()
      for (const id of ['ana', 'luis', 'eva']) await signUp(id)
      await store.administration.setAdministrator('ana', true)
    })
    afterEach(() => store.close())

    const isAdmin = async (id: string) => (await store.administration.account(id))?.isAdmin
    const leave = (id: string) => store.ownData.depart(id, { handOver: false })

    it('always leaves somebody who administers and may sign in', async () => {
      const { administration, ownData } = store
      await administration.setAdministrator('luis', true)
      expect(await administration.suspend('luis', 10)).toEqual([])
      expect(await ownData.isOnlyAdministrator('ana')).toBe(true)
      expect(await leave('ana')).toBeNull()
      expect(await administration.setAdministrator('ana', false)).toBe(false)
      expect(await administration.suspend('ana', 10)).toBeNull()
      expect([await isAdmin('ana'), await administration.isSuspended('ana')]).toEqual([true, false])

      await administration.unsuspend('luis')
      expect(await ownData.isOnlyAdministrator('ana')).toBe(false)
      const each = ['ana', 'luis'].map((id) => administration.setAdministrator(id, false))
      expect(new Set(await Promise.all(each))).toEqual(new Set([false, true]))
    })

    it('lets the last of all accounts go', async () => {
      for (const id of ['luis', 'eva']) expect(await leave(id)).not.toBeNull()
      expect(await store.ownData.isOnlyAdministrator('ana')).toBe(false)
      expect(await leave('ana')).not.toBeNull()
      expect(await store.accounts.hasAny()).toBe(false)
    })

    it.each([
      ['is suspended', (id: string) => store.administration.suspend(id, 10)],
      ['administers no longer', (id: string) => store.administration.setAdministrator(id, false)],
    ])('takes back the invitations of whoever %s, and no others', async (_what, end) => {
      await store.administration.setAdministrator('luis', true)
      for (const madeBy of ['ana', 'luis']) {
        await store.accounts.invite({ secretHash: `of ${madeBy}`, madeBy, expiresAt: 100 })
      }
      await end('luis')
      expect(await store.accounts.isInvited('of luis', 50)).toBe(false)
      expect(await store.accounts.isInvited('of ana', 50)).toBe(true)
    })

    it('lets nobody in who is suspended between the question and the session', async () => {
      const now = new Date().toISOString()
      const { db } = store.accountTables
      const begin = (id: string) =>
        sql`insert into account_sessions ("id", "userId", "token", "expiresAt", "createdAt", "updatedAt")
          values (${`of ${id}`}, ${id}, ${id}, ${now}, ${now}, ${now})`.execute(db)
      await store.administration.suspend('luis', 10)
      await expect(begin('luis')).rejects.toThrow(/suspended/)
      await begin('eva')
      await store.administration.unsuspend('luis')
      await begin('luis')
      expect(await store.administration.suspend('luis', 20)).toEqual(['of luis'])
    })

    it('finds accounts whatever the case and the accents of their names', async () => {
      await signUp('angel', 'Ángel Núñez')
      for (const text of ['ángel', 'ANGEL', 'nunez', 'NÚÑ', 'Angel@Example']) {
        const found = await store.administration.accounts({ text, limit: 5 })
        expect(found.map(({ id }) => id)).toEqual(['angel'])
      }
    })

    it('leaves documents to nobody who is suspended', async () => {
      await store.documents.insert({ id: 'd1', ownerId: 'luis', createdAt: 1, generalRole: null })
      for (const [createdAt, person] of ['eva', 'ana'].entries()) {
        const share = { id: `to ${person}`, documentId: 'd1', email: `${person}@example.org`, createdAt }
        await store.shares.put({ ...share, role: 'editor', secretHash: person, givenBy: 'luis' })
        await store.shares.claim(share.id, person, 2)
      }
      const heir = async () => (await store.ownData.leftDocuments('luis'))[0]?.heir?.userId
      expect(await heir()).toBe('eva')
      await store.administration.suspend('eva', 10)
      expect(await heir()).toBe('ana')
    })
  })
}
