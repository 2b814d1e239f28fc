import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import type { AccessEvent } from '#storage/access-log-store'
import type { AppStore } from '#storage/app-store'

/** What every adapter must do for the log of access; `open` as in `appStoreContract`. */
export function accessLogStoreContract(open: () => AppStore | Promise<AppStore>): void {
  describe('contract: the log of access', () => {
    let store: AppStore
    beforeEach(async () => {
      store = await open()
    })
    afterEach(() => store.close())

    const append = (event: Partial<AccessEvent>, keptSince = 0) =>
      store.accessLog.append(
        {
          documentId: 'd1',
          at: 10,
          kind: 'named',
          actorId: 'ana',
          subjectId: null,
          subject: null,
          fromRole: null,
          toRole: 'viewer',
          ...event,
        },
        keptSince,
      )
    const kinds = async (documentId = 'd1') =>
      (await store.accessLog.ofDocument(documentId, 9)).map(({ kind }) => kind)

    it('tells what was done, by whom and to whom, the newest first, of its document alone', async () => {
      await store.people.putName('ana', 'Ana')
      await store.people.putName('eva', 'Eva')
      await append({ subject: 'eva@example.org' })
      await append({ kind: 'nameRole', at: 11, subjectId: 'eva', fromRole: 'viewer', toRole: 'editor' })
      await append({ documentId: 'd2', kind: 'trashed', actorId: null })
      expect(await store.accessLog.ofDocument('d1', 9)).toMatchObject([
        {
          kind: 'nameRole',
          at: 11,
          actorName: 'Ana',
          subjectName: 'Eva',
          fromRole: 'viewer',
          toRole: 'editor',
        },
        { kind: 'named', at: 10, actorName: 'Ana', subject: 'eva@example.org', subjectName: null },
      ])
      expect(await kinds('d2')).toEqual(['trashed'])
      expect((await store.accessLog.newest(2)).map(({ documentId }) => documentId)).toEqual(['d2', 'd1'])
      expect(await store.accessLog.ofDocument('d1', 1)).toHaveLength(1)
    })

    it('keeps what is not older than it is kept, also of documents that are gone', async () => {
      await store.documents.insert({ id: 'd1', ownerId: 'ana', createdAt: 1, generalRole: null })
      await append({ at: 10 })
      await store.documents.remove('d1')
      await append({ kind: 'deleted', at: 20 }, 10)
      expect(await kinds()).toEqual(['deleted', 'named'])
      await append({ documentId: 'd2', at: 30 }, 11)
      expect(await kinds()).toEqual(['deleted'])
    })

    it('cannot be rewritten; only the address of somebody who left may go', async () => {
      await append({ subject: 'eva@example.org' })
      const { db } = store.accountTables
      for (const change of [{ kind: 'left' as const }, { actor_id: 'eva' }, { to_role: null }, { at: 1 }]) {
        await expect(db.updateTable('access_events').set(change).execute()).rejects.toThrow('only added to')
      }
      await db.updateTable('access_events').set({ subject: null }).execute()
      expect(await store.accessLog.ofDocument('d1', 1)).toMatchObject([{ kind: 'named', subject: null }])
    })
  })
}
