import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import type { AppStore } from '#storage/app-store'

type Named = { userId: string; count: number; by: string | null }

const about = (userId: string, documentId = 'd1', createdAt = 10) => ({
  userId,
  kind: 'share',
  documentId,
  actorId: 'ana',
  createdAt,
})

/** What every adapter must do for notifications. `open` opens the same store each time, first an empty one. */
export function notificationStoreContract(open: () => AppStore | Promise<AppStore>): void {
  describe('contract: what people are told', () => {
    let store: AppStore

    beforeEach(async () => {
      store = await open()
      for (const id of ['d1', 'd2']) {
        await store.documents.insert({ id, ownerId: 'ana', createdAt: 1, generalRole: 'editor' })
      }
    })
    afterEach(() => store.close())

    const add = (...of: Parameters<typeof about>) => store.notifications.add(about(...of), 'mine')
    const list = async (userId: string) =>
      (await store.notifications.ofUser(userId, 100)).map(({ documentId, createdAt, readAt }) => [
        documentId,
        createdAt,
        readAt,
      ])
    const name = (mentions: Named[], changedAt: number, documentId = 'd1') => {
      const text = { title: null, excerpt: '', searchText: '' }
      return store.documents.applyProjections(
        [{ documentId, ...text, changedAt, mentions }],
        String(changedAt),
      )
    }
    const untold = async (userId: string) =>
      (await store.notifications.untoldMentions(userId, 50, 10)).map(({ documentId, byId }) => [
        documentId,
        byId,
      ])

    describe('notifications', () => {
      it('are listed to their person, the newest first, with who did it', async () => {
        await store.people.putName('ana', 'Ana')
        await add('luz', 'd1', 10)
        await add('luz', 'd2', 20)
        await add('eva')
        expect(await list('luz')).toEqual([
          ['d2', 20, null],
          ['d1', 10, null],
        ])
        const [newest] = await store.notifications.ofUser('luz', 1)
        expect(newest).toMatchObject({ kind: 'share', actorId: 'ana', actorName: 'Ana' })
        expect(await list('nobody')).toEqual([])
      })

      it('of the same take the place of an unread one, and leave those that were read', async () => {
        await add('luz', 'd1', 10)
        const [first] = await store.notifications.ofUser('luz', 1)
        await add('luz', 'd1', 20)
        expect(await list('luz')).toEqual([['d1', 20, null]])
        const [second] = await store.notifications.ofUser('luz', 1)
        expect(second?.id).toBeGreaterThan(first?.id ?? 0)
        await store.notifications.markRead('luz', [second?.id ?? 0], 25)
        await add('luz', 'd1', 30)
        expect(await list('luz')).toEqual([
          ['d1', 30, null],
          ['d1', 20, 25],
        ])
      })

      it('are read one by one or up to one, by their person alone, and once', async () => {
        for (const [documentId, at] of [
          ['d1', 10],
          ['d2', 20],
        ] as const)
          await add('luz', documentId, at)
        const [newer, older] = await store.notifications.ofUser('luz', 2)
        await store.notifications.markRead('eva', [newer?.id ?? 0, older?.id ?? 0], 30)
        await store.notifications.markReadThrough('eva', 1_000, 30)
        expect((await list('luz')).map(([, , readAt]) => readAt)).toEqual([null, null])
        await store.notifications.markReadThrough('luz', older?.id ?? 0, 40)
        await store.notifications.markReadThrough('luz', newer?.id ?? 0, 50)
        expect((await list('luz')).map(([, , readAt]) => readAt)).toEqual([50, 40])
      })

      it('of some kinds in a document are read together', async () => {
        await add('luz', 'd1')
        await add('luz', 'd2')
        expect(await store.notifications.markReadOf('luz', 'd1', ['chat'], 30)).toBe(false)
        expect(await store.notifications.markReadOf('luz', 'd1', ['chat', 'share'], 30)).toBe(true)
        expect((await list('luz')).map(([id, , readAt]) => [id, readAt])).toEqual([
          ['d2', null],
          ['d1', 30],
        ])
      })

      it('about a thing in a document are read together, and stand beside those about another', async () => {
        const { notifications } = store
        const told = async () =>
          (await notifications.ofUser('luz', 9)).map(({ subject, readAt }) => [subject, readAt])
        for (const subject of ['one', 'two', 'one'])
          await notifications.add({ ...about('luz'), subject }, 'mine')
        await add('luz')
        expect(await told()).toEqual([
          [null, null],
          ['one', null],
          ['two', null],
        ])
        expect(await notifications.markReadAbout('luz', 'd2', 'one', 30)).toBe(false)
        expect(await notifications.markReadAbout('eva', 'd1', 'one', 30)).toBe(false)
        expect(await notifications.markReadAbout('luz', 'd1', 'one', 30)).toBe(true)
        expect(await notifications.markReadAbout('luz', 'd1', 'one', 40)).toBe(false)
        expect(await told()).toEqual([
          [null, null],
          ['one', 30],
          ['two', null],
        ])
      })

      it('are as few as somebody wants in a document', async () => {
        const { notifications } = store
        expect(await notifications.watchLevel('luz', 'd1')).toBe('mine')
        expect(await notifications.add(about('luz'), 'everything')).toBe(false)
        await notifications.setWatchLevel('luz', 'd1', 'nothing')
        expect(await notifications.add(about('luz'), 'mine')).toBe(false)
        await notifications.setWatchLevel('luz', 'd1', 'everything')
        expect(await notifications.add(about('luz'), 'everything')).toBe(true)
        expect(await notifications.watchersOf('d1')).toEqual(['luz'])
        expect(await notifications.watchersOf('d2')).toEqual([])
      })

      it('stay no more than two hundred, and go with their document', async () => {
        for (let at = 1; at <= 205; at++) {
          await store.notifications.add({ ...about('luz', 'd1', at), actorId: `a${at}` }, 'mine')
        }
        const kept = await store.notifications.ofUser('luz', 300)
        expect([kept.length, kept.at(-1)?.createdAt]).toEqual([200, 6])
        await store.documents.remove('d1')
        expect(await list('luz')).toEqual([])
        expect(await add('luz')).toBe(false)
      })

      it('are a guest’s until the guest has an account, and the account’s then', async () => {
        await add('guest')
        await name([{ userId: 'guest', count: 1, by: 'ana' }], 5)
        await store.notifications.setWatchLevel('guest', 'd2', 'nothing')
        await store.accounts.adoptGuest('guest', 'account')
        expect(await list('guest')).toEqual([])
        expect(await list('account')).toHaveLength(1)
        expect(await untold('account')).toEqual([['d1', 'ana']])
        expect(await store.notifications.watchLevel('account', 'd2')).toBe('nothing')
        // The text goes on naming the guest.
        await name([{ userId: 'guest', count: 2, by: 'eva' }], 6)
        expect(await untold('account')).toEqual([['d1', 'eva']])
      })
    })

    describe('mentions', () => {
      it('are told once, however often the same text comes', async () => {
        await name([{ userId: 'luz', count: 1, by: 'ana' }], 5)
        await name([{ userId: 'luz', count: 1, by: 'eva' }], 6)
        const [mention] = await store.notifications.untoldMentions('luz', 50, 10)
        expect(mention).toEqual({ documentId: 'd1', byId: 'ana', mentionedAt: 5 })
        if (!mention) throw new Error('there is no mention')
        expect(await store.notifications.tellMention('luz', mention, 'mention')).toBe(true)
        expect(await store.notifications.tellMention('luz', mention, 'mention')).toBe(false)
        await name([{ userId: 'luz', count: 1, by: 'eva' }], 7)
        expect(await untold('luz')).toEqual([])
        expect(await list('luz')).toEqual([['d1', 5, null]])
      })

      it('are told again where there are more of them, and no more where they are gone', async () => {
        await name([{ userId: 'luz', count: 1, by: 'ana' }], 5)
        const [mention] = await store.notifications.untoldMentions('luz', 50, 10)
        if (mention) await store.notifications.tellMention('luz', mention, 'mention')
        await name([{ userId: 'luz', count: 2, by: '' }], 6)
        expect(await untold('luz')).toEqual([['d1', null]])
        await name([], 7)
        expect(await untold('luz')).toEqual([])
      })

      it('in closed documents wait until they are open, and keep no others back', async () => {
        for (let index = 0; index < 30; index++) {
          const id = `closed${index}`
          await store.documents.insert({ id, ownerId: 'ana', createdAt: 1, generalRole: null })
          await name([{ userId: 'luz', count: 1, by: 'ana' }], 2, id)
        }
        await name([{ userId: 'luz', count: 1, by: 'eva' }], 5)
        expect(await untold('luz')).toEqual([['d1', 'eva']])

        for (const [id, documentId, expiresAt] of [
          ['l0', 'closed0', null],
          ['l1', 'closed1', 51],
          ['l2', 'closed2', 50],
        ] as const) {
          const link = {
            id,
            documentId,
            role: 'viewer',
            passwordHash: null,
            expiresAt,
            createdAt: 1,
          } as const
          await store.links.insert({ ...link, secretHash: id })
          await store.links.grant({ linkId: id, userId: 'luz', grantedAt: 2 })
        }
        const share = { id: 's3', documentId: 'closed3', email: 'luz@example.org', createdAt: 2 }
        await store.shares.put({ ...share, role: 'viewer', secretHash: 's3', givenBy: 'ana' })
        await store.documents.setTrashed('d1', 40)
        expect(await untold('luz')).toEqual([
          ['closed0', 'ana'],
          ['closed1', 'ana'],
        ])
        await store.shares.claim('s3', 'luz', 3)
        expect((await untold('luz')).map(([documentId]) => documentId)).toContain('closed3')
      })

      it('of oneself, and those that a document began with, are told to nobody', async () => {
        const mentions = [
          { userId: 'luz', count: 1, by: 'luz' },
          { userId: 'eva', count: 1, by: null },
        ]
        await name(mentions, 5)
        expect([await untold('luz'), await untold('eva')]).toEqual([[], []])
      })
    })
  })
}
