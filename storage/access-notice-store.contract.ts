import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import type { AppStore } from '#storage/app-store'

/** What every adapter must do for notices of access; `open` as in `appStoreContract`. */
export function accessNoticeStoreContract(open: () => AppStore | Promise<AppStore>): void {
  describe('contract: what the collab server is to be told', () => {
    let store: AppStore
    beforeEach(async () => {
      store = await open()
      for (const id of ['d1', 'd2']) {
        await store.documents.insert({ id, ownerId: 'ana', createdAt: 1, generalRole: 'editor' })
      }
      const link = { documentId: 'd1', role: 'viewer', passwordHash: null, expiresAt: null } as const
      await store.links.insert({ ...link, id: 'l1', secretHash: 'hash', createdAt: 1 })
      await give('viewer')
      await store.shares.claim('s1', 'eva', 2)
    })
    afterEach(() => store.close())

    const give = (role: 'viewer' | 'editor') =>
      store.shares.put({
        id: 's1',
        documentId: 'd1',
        email: 'eva@example.org',
        role,
        secretHash: 'hash of s1',
        givenBy: 'ana',
        createdAt: 1,
      })
    const pending = async () =>
      (await store.accessNotices.pending(10)).map(({ documentId, sessionId }) => documentId ?? sessionId)
    const beginSession = async (id: string) => {
      const now = new Date().toISOString()
      const row = {
        id,
        name: id,
        email: `${id}@example.org`,
        emailVerified: 0,
        createdAt: now,
        updatedAt: now,
      } as const
      const { db } = store.accountTables
      await db.insertInto('accounts').values(row).execute()
      await sql`insert into account_sessions ("id", "userId", "token", "expiresAt", "createdAt", "updatedAt")
        values (${`session of ${id}`}, ${id}, ${id}, ${now}, ${now}, ${now})`.execute(db)
    }

    it('is nothing before anything is taken back', async () => {
      expect(await pending()).toEqual([])
      await store.documents.setTrashed('d2', null)
      await store.documents.setGeneralRole('d2', 'editor')
      await give('viewer')
      await store.links.setRole('d2', 'l1', 'editor')
      await store.accounts.adoptGuest('ana', 'account')
      expect(await pending()).toEqual([])
    })

    it.each<[string, (store: AppStore) => Promise<unknown>]>([
      ['a link gives something else', ({ links }) => links.setRole('d1', 'l1', 'editor')],
      ['a link is taken back', ({ links }) => links.remove('d1', 'l1')],
      ['a share gives something else', ({ shares }) => shares.setRole('d1', 's1', 'editor')],
      ['a share is given anew', () => give('editor')],
      ['a share is taken back', ({ shares }) => shares.remove('d1', 's1')],
      ['the address gives something else', ({ documents }) => documents.setGeneralRole('d1', 'viewer')],
      ['the address gives nothing any more', ({ documents }) => documents.setGeneralRole('d1', null)],
      ['the document is put in the trash', ({ documents }) => documents.setTrashed('d1', 5)],
    ])('is stored with the change where %s', async (_what, change) => {
      await change(store)
      expect(await pending()).toEqual(['d1'])
      const ids = await store.accessNotices.ofDocument('d1')
      expect([ids.length, await store.accessNotices.ofDocument('d2')]).toEqual([1, []])
      await store.accessNotices.remove(ids)
      expect(await pending()).toEqual([])
    })

    it('is stored where a session ends, whatever ended it', async () => {
      await beginSession('eva')
      await beginSession('luis')
      expect(await pending()).toEqual([])
      const { db } = store.accountTables
      await sql`delete from account_sessions where id = 'session of eva'`.execute(db)
      await db.deleteFrom('accounts').where('id', '=', 'luis').execute()
      expect(await pending()).toEqual(['session of eva', 'session of luis'])
      const ids = await store.accessNotices.ofSessions(['session of eva', 'session of nobody'])
      await store.accessNotices.remove(ids)
      expect(await pending()).toEqual(['session of luis'])
    })

    it('goes with a document that is deleted, which is told by itself', async () => {
      await store.shares.setRole('d1', 's1', 'editor')
      await store.documents.remove('d1')
      expect(await pending()).toEqual([])
    })

    it('can be stored by itself', async () => {
      await store.accessNotices.add({ documentId: 'd2' })
      await store.accessNotices.add({ sessionId: 'x' })
      expect(await pending()).toEqual(['d2', 'x'])
      expect(await store.accessNotices.pending(1)).toEqual([{ id: 1, documentId: 'd2', sessionId: null }])
    })
  })
}
