import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import type { AppStore } from '#storage/app-store'

/** What every adapter must do for the chat of documents. `open` opens the same store each time, first an empty one. */
export function chatStoreContract(open: () => AppStore | Promise<AppStore>): void {
  describe('contract: chat', () => {
    let store: AppStore

    beforeEach(async () => {
      store = await open()
      for (const id of ['d1', 'd2']) {
        await store.documents.insert({ id, ownerId: 'ana', createdAt: 1, generalRole: 'editor' })
      }
    })
    afterEach(() => store.close())

    const post = async (text: string, authorId = 'ana', documentId = 'd1', createdAt = 10) =>
      (await store.chat.post({ documentId, authorId, key: text, text, mentions: [], createdAt })).id
    const texts = async (before: number | null, limit: number) =>
      (await store.chat.page('d1', before, limit)).map(({ text }) => text)
    const changed = async (change: number) =>
      (await store.chat.changesAfter('d1', change, 100)).map(({ text, isDeleted }) =>
        isDeleted ? null : text,
      )

    it('keeps what was written, with who and whom it names, over a reopening', async () => {
      await store.people.putName('ana', 'Ana')
      const mentions = [{ id: 'eva', name: 'Eva' }]
      await store.chat.post({
        documentId: 'd1',
        authorId: 'ana',
        key: 'k',
        text: 'Hi @Eva',
        mentions,
        createdAt: 7,
      })
      await store.close()
      store = await open()
      expect(await store.chat.page('d1', null, 10)).toEqual([
        {
          id: expect.any(Number),
          change: 1,
          authorId: 'ana',
          authorName: 'Ana',
          key: 'k',
          text: 'Hi @Eva',
          mentions,
          createdAt: 7,
          editedAt: null,
          isDeleted: false,
        },
      ])
      expect(await store.chat.page('d2', null, 10)).toEqual([])
    })

    it('keeps a message that is sent again once, and of another author both', async () => {
      const again = { documentId: 'd1', authorId: 'ana', key: 'k', text: 'one', mentions: [], createdAt: 1 }
      const first = await store.chat.post(again)
      expect(await store.chat.post({ ...again, text: 'two' })).toEqual({
        id: first.id,
        isNew: false,
        told: [],
      })
      expect((await store.chat.post({ ...again, authorId: 'eva' })).isNew).toBe(true)
      expect(await texts(null, 10)).toEqual(['one', 'one'])
    })

    it('keeps a message with who is told of it, once, and as little as they want to hear', async () => {
      const message = { documentId: 'd1', authorId: 'ana', key: 'k', text: 'one', mentions: [], createdAt: 1 }
      const about = { documentId: 'd1', actorId: 'ana', createdAt: 1, level: 'mine' } as const
      await store.notifications.setWatchLevel('luz', 'd1', 'nothing')
      const notices = ['eva', 'luz'].map((userId) => ({ ...about, userId, kind: 'chatMention' }))
      expect(await store.chat.post(message, notices)).toMatchObject({ isNew: true, told: ['eva'] })
      const [told] = await store.notifications.ofUser('eva', 9)
      expect(told).toMatchObject({ kind: 'chatMention', actorId: 'ana' })
      await store.notifications.markRead('eva', [told?.id ?? 0], 5)
      expect(await store.chat.post(message, notices)).toMatchObject({ isNew: false, told: [] })
      expect(await store.notifications.ofUser('eva', 9)).toHaveLength(1)
    })

    it('keeps no message whose notices cannot be kept', async () => {
      const message = { documentId: 'd1', authorId: 'ana', key: 'k', text: 'one', mentions: [], createdAt: 1 }
      const broken = {
        documentId: 'd1',
        actorId: null,
        createdAt: null as unknown as number,
        level: 'mine',
      } as const
      const posting = store.chat.post(message, [{ ...broken, userId: 'eva', kind: 'chat' }])
      await expect(posting).rejects.toThrow(/null/i)
      expect(await texts(null, 10)).toEqual([])
    })

    it('gives pages from the newest back, each in the order of writing', async () => {
      const ids = []
      for (const text of ['a', 'b', 'c', 'd', 'e']) ids.push(await post(text))
      expect(await texts(null, 2)).toEqual(['d', 'e'])
      expect(await texts(ids[3] ?? 0, 2)).toEqual(['b', 'c'])
      expect(await texts(ids[1] ?? 0, 2)).toEqual(['a'])
    })

    it('tells what changed, edits and deletions too, and nothing twice', async () => {
      const [a, b] = [await post('a'), await post('b')]
      const before = await store.chat.lastChange('d1')
      await post('other', 'ana', 'd2')
      expect(await changed(before)).toEqual([])
      const change = { authorId: 'ana', text: 'A', mentions: [], editedAt: 20 }
      expect(await store.chat.edit('d1', a, change)).toBe(true)
      expect(await store.chat.remove('d1', b, 'ana')).toBe(true)
      await post('c')
      expect(await changed(before)).toEqual(['A', null, 'c'])
      expect(await changed(await store.chat.lastChange('d1'))).toEqual([])
      expect(await store.chat.lastChange('d3')).toBe(0)
    })

    it('lets nobody else change a message, nor anybody one that is deleted', async () => {
      const id = await post('a')
      const change = { authorId: 'eva', text: 'x', mentions: [], editedAt: 20 }
      expect(await store.chat.edit('d1', id, change)).toBe(false)
      expect(await store.chat.remove('d1', id, 'eva')).toBe(false)
      expect(await store.chat.edit('d2', id, { ...change, authorId: 'ana' })).toBe(false)
      expect(await store.chat.remove('d2', id, null)).toBe(false)
      expect(await texts(null, 1)).toEqual(['a'])
      expect(await store.chat.remove('d1', id, null)).toBe(true)
      expect(await store.chat.edit('d1', id, { ...change, authorId: 'ana' })).toBe(false)
      expect(await store.chat.remove('d1', id, 'ana')).toBe(false)
      expect(await texts(null, 1)).toEqual([''])
    })

    it('counts what others wrote since somebody read', async () => {
      const ids = [await post('a'), await post('b'), await post('mine', 'eva')]
      expect(await store.chat.countUnread('eva', 'd1', 10)).toBe(2)
      expect(await store.chat.countUnread('eva', 'd1', 1)).toBe(1)
      expect(await store.chat.markRead('eva', 'd1', ids[1] ?? 0)).toBe(true)
      for (const id of ids.slice(0, 2)) expect(await store.chat.markRead('eva', 'd1', id)).toBe(false)
      expect(await store.chat.readThrough('eva', 'd1')).toBe(ids[1])
      expect(await store.chat.countUnread('eva', 'd1', 10)).toBe(0)
      const last = await post('c')
      expect(await store.chat.countUnread('eva', 'd1', 10)).toBe(1)
      await store.chat.remove('d1', last, null)
      expect(await store.chat.countUnread('eva', 'd1', 10)).toBe(0)
    })

    it('loses the words of an account that is deleted, and keeps what others said', async () => {
      await post('gone', 'luz')
      await post('stays', 'eva')
      await post('gone too', 'luz')
      const before = await store.chat.lastChange('d1')
      await store.ownData.depart('luz', { handOver: false })
      expect(await texts(null, 10)).toEqual(['', 'stays', ''])
      expect(await changed(before)).toEqual([null, null])
      expect(await store.chat.countSince('luz', 0)).toBe(0)
    })

    it('names nobody who is gone in what others wrote, whose words stay', async () => {
      await store.accounts.adoptGuest('luz as a guest', 'luz')
      const eva = { id: 'eva', name: 'Eva' }
      const gone = [
        { id: 'luz', name: 'Luz' },
        { id: 'luz as a guest', name: 'Guest' },
      ]
      const by = { documentId: 'd1', authorId: 'ana', createdAt: 1 }
      await store.chat.post({ ...by, key: 'one', text: '@Luz @Eva @Guest', mentions: [...gone, eva] })
      await store.chat.post({ ...by, key: 'two', text: '@Eva', mentions: [eva] })
      const before = await store.chat.lastChange('d1')
      await store.ownData.depart('luz', { handOver: false })
      const page = await store.chat.page('d1', null, 10)
      expect(page.map(({ text, mentions }) => [text, mentions])).toEqual([
        ['@Luz @Eva @Guest', [eva]],
        ['@Eva', [eva]],
      ])
      expect(await store.chat.changesAfter('d1', before, 10)).toHaveLength(1)
    })

    it('forgets several who chose the same key in a document', async () => {
      const same = { documentId: 'd1', key: 'same', mentions: [], createdAt: 1 }
      for (const authorId of ['luz', 'eva']) await store.chat.post({ ...same, authorId, text: authorId })
      for (const id of ['luz', 'eva']) await store.ownData.depart(id, { handOver: false })
      expect(await texts(null, 10)).toEqual(['', ''])
    })

    it('counts what somebody wrote lately, goes with its document, and from a guest to their account', async () => {
      await post('a', 'guest', 'd1', 10)
      await post('b', 'guest', 'd2', 20)
      expect([await store.chat.countSince('guest', 9), await store.chat.countSince('guest', 10)]).toEqual([
        2, 1,
      ])
      await store.chat.markRead('guest', 'd1', 5)
      await store.accounts.adoptGuest('guest', 'account')
      expect(await store.chat.countSince('account', 0)).toBe(2)
      expect(await store.chat.readThrough('account', 'd1')).toBe(5)
      await store.documents.remove('d1')
      expect(await texts(null, 10)).toEqual([])
    })
  })
}
