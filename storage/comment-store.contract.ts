import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import type { AppStore } from '#storage/app-store'
import type { CommentNotice, NewComment } from '#storage/comment-store'

const comment = (text: string, more: Partial<NewComment> = {}): NewComment => ({
  documentId: 'd1',
  threadId: 't1',
  authorId: 'ana',
  key: text,
  text,
  mentions: [],
  createdAt: 10,
  ...more,
})
/** What every adapter must do for comments. `open` opens the same store each time, first an empty one. */
export function commentStoreContract(open: () => AppStore | Promise<AppStore>): void {
  describe('contract: comments', () => {
    let store: AppStore

    beforeEach(async () => {
      store = await open()
      for (const id of ['d1', 'd2']) {
        await store.documents.insert({ id, ownerId: 'ana', createdAt: 1, generalRole: 'editor' })
      }
    })
    afterEach(() => store.close())

    const start = async (text: string, more: Partial<NewComment> = {}) => {
      const posted = await store.comments.start(comment(text, more), 'the text')
      if (!posted) throw new Error('the thread was not kept')
      return posted.id
    }
    const reply = async (text: string, more: Partial<NewComment> = {}) => {
      const posted = await store.comments.reply(comment(text, more))
      return posted === 'full' ? null : (posted?.id ?? null)
    }
    const threads = async (change = 0) =>
      (await store.comments.changesAfter('d1', change, 100)).map(({ id, isDeleted, comments }) =>
        isDeleted ? `${id} gone` : `${id}: ${comments.map(({ text }) => text).join(', ')}`,
      )

    const decided = async () =>
      (await store.comments.changesAfter('d1', 0, 100)).map((thread) => [
        thread.suggestion,
        thread.decision,
        thread.resolvedBy,
        thread.resolvedAt,
      ])

    it('keeps threads with what was said in them, by whom, over a reopening', async () => {
      await store.people.putName('eva', 'Eva')
      const mentions = [{ id: 'ana', name: 'Ana' }]
      await start('First')
      const id = await reply('Yes @Ana', { authorId: 'eva', mentions, createdAt: 20 })
      await store.comments.react('d1', id ?? 0, { sign: '👍', userId: 'ana', isOn: true })
      await store.close()
      store = await open()
      const [thread] = await store.comments.changesAfter('d1', 0, 10)
      expect(thread).toEqual(await store.comments.thread('d1', 't1'))
      expect(thread).toEqual({
        id: 't1',
        change: expect.any(Number),
        quote: 'the text',
        suggestion: null,
        decision: null,
        createdBy: 'ana',
        createdAt: 10,
        resolvedBy: null,
        resolvedByName: null,
        resolvedAt: null,
        isDeleted: false,
        comments: [
          expect.objectContaining({ text: 'First', authorId: 'ana', authorName: null, reactions: [] }),
          {
            id,
            threadId: 't1',
            authorId: 'eva',
            authorName: 'Eva',
            key: 'Yes @Ana',
            text: 'Yes @Ana',
            mentions,
            createdAt: 20,
            editedAt: null,
            isDeleted: false,
            reactions: [{ sign: '👍', userId: 'ana' }],
          },
        ],
      })
      expect(await store.comments.changesAfter('d2', 0, 10)).toEqual([])
    })

    it('keeps what is sent again once, and says so', async () => {
      const first = await store.comments.start(comment('one'), 'x')
      expect(await store.comments.start(comment('two', { key: 'one' }), 'x')).toEqual({
        id: first?.id,
        isNew: false,
        told: [],
      })
      expect(await threads()).toEqual(['t1: one'])
    })

    it('begins no thread under the id of another, in whichever document', async () => {
      await start('mine')
      for (const more of [{ authorId: 'eva' }, { documentId: 'd2' }, {}]) {
        expect(await store.comments.start(comment('forged', more), 'x')).toBeNull()
      }
      expect(await threads()).toEqual(['t1: mine'])
      expect(await store.comments.changesAfter('d2', 0, 10)).toEqual([])
      expect(await store.comments.whose('t1')).toEqual({
        documentId: 'd1',
        createdBy: 'ana',
        isDeleted: false,
      })
      expect(await store.comments.whose('t2')).toBeNull()
    })

    it('leaves nothing behind where its key is that of what was said elsewhere', async () => {
      await start('said')
      expect(await store.comments.start(comment('said', { threadId: 't2' }), 'x')).toBeNull()
      expect(await store.comments.whose('t2')).toBeNull()
      expect([await store.comments.countThreads('d1'), await threads()]).toEqual([1, ['t1: said']])
    })

    it('knows no thread and no comment of another document', async () => {
      const id = await start('here')
      const { comments } = store
      const said = { authorId: 'ana', text: 'x', mentions: [], editedAt: 20 }
      expect(await reply('there', { documentId: 'd2' })).toBeNull()
      expect(await comments.edit('d2', id, said)).toBe(false)
      expect(await comments.remove('d2', id, null)).toBeNull()
      expect(await comments.removeThread('d2', 't1')).toBe(false)
      expect(await comments.setResolved('d2', 't1', { by: 'ana', at: 5 })).toBe(false)
      expect(await comments.react('d2', id, { sign: '👍', userId: 'ana', isOn: true })).toBe(false)
      expect(await comments.thread('d2', 't1')).toBeNull()
      expect(await threads()).toEqual(['t1: here'])
    })

    it('is edited by its author alone, until it is deleted', async () => {
      const id = await start('before')
      const edit = (authorId: string) =>
        store.comments.edit('d1', id, { authorId, text: 'after', mentions: [], editedAt: 30 })
      expect([await edit('eva'), await threads()]).toEqual([false, ['t1: before']])
      expect([await edit('ana'), await threads()]).toEqual([true, ['t1: after']])
      await store.comments.remove('d1', id, 'ana')
      expect(await edit('ana')).toBe(false)
    })

    it('loses its words when it is deleted, and with the last of them the thread', async () => {
      const [first, second] = [await start('first'), await reply('second', { authorId: 'eva' })]
      expect(await store.comments.remove('d1', first, 'eva')).toBeNull()
      expect(await store.comments.remove('d1', first, 'ana')).toEqual({ goneThread: null })
      expect(await threads()).toEqual(['t1: , second'])
      expect(await store.comments.remove('d1', second ?? 0, null)).toEqual({ goneThread: 't1' })
      const change = await store.comments.lastChange('d1')
      expect(await threads(change - 1)).toEqual(['t1 gone'])
      expect(await store.comments.thread('d1', 't1')).toBeNull()
      expect(await store.comments.countThreads('d1')).toBe(0)
      expect(await reply('late')).toBeNull()
      expect(await store.comments.start(comment('again'), 'x')).toBeNull()
    })

    it('is deleted whole, and says so to whoever asks what changed', async () => {
      await start('first')
      await reply('second', { authorId: 'eva' })
      const change = await store.comments.lastChange('d1')
      expect(await store.comments.removeThread('d1', 't1')).toBe(true)
      expect(await store.comments.removeThread('d1', 't1')).toBe(false)
      expect(await threads(change)).toEqual(['t1 gone'])
      expect(await store.comments.whose('t1')).toMatchObject({ isDeleted: true })
    })

    it('is resolved and opened again, also by an answer', async () => {
      await store.people.putName('eva', 'Eva')
      await start('question')
      const resolve = (by: string | null) =>
        store.comments.setResolved('d1', 't1', by === null ? null : { by, at: 40 })
      expect([await resolve(null), await resolve('eva'), await resolve('ana')]).toEqual([false, true, false])
      const by = async () => {
        const thread = await store.comments.thread('d1', 't1')
        return [thread?.resolvedBy, thread?.resolvedByName, thread?.resolvedAt]
      }
      expect(await by()).toEqual(['eva', 'Eva', 40])
      expect([await resolve(null), await by()]).toEqual([true, [null, null, null]])
      await resolve('eva')
      await reply('not yet')
      expect(await by()).toEqual([null, null, null])
    })

    it('counts a reaction of somebody once', async () => {
      const id = await start('fine')
      const react = (userId: string, isOn = true) =>
        store.comments.react('d1', id, { sign: '🎉', userId, isOn })
      expect([await react('ana'), await react('ana'), await react('eva')]).toEqual([true, false, true])
      expect(await react('eva', false)).toBe(true)
      const thread = await store.comments.thread('d1', 't1')
      expect(thread?.comments[0]?.reactions).toEqual([{ sign: '🎉', userId: 'ana' }])
    })

    it('tells what changed, in its order', async () => {
      await start('one')
      await start('two', { threadId: 't2' })
      const change = await store.comments.lastChange('d1')
      await reply('three')
      expect(await threads(change)).toEqual(['t1: one, three'])
      expect(await threads()).toEqual(['t2: two', 't1: one, three'])
      expect((await store.comments.changesAfter('d1', 0, 1)).map(({ id }) => id)).toEqual(['t2'])
      expect(await store.comments.countThreads('d1')).toBe(2)
    })

    it('tells no more at once than so many letters, but always something', async () => {
      for (const id of ['t1', 't2', 't3']) await start(id.repeat(500), { threadId: id })
      const told = [1, 1_500, 9_000].map((maxLetters) => store.comments.changesAfter('d1', 0, 10, maxLetters))
      expect((await Promise.all(told)).map((some) => some.map(({ id }) => id))).toEqual([
        ['t1'],
        ['t1', 't2'],
        ['t1', 't2', 't3'],
      ])
    })

    it('takes no more answers than so many, but those again that it has', async () => {
      await start('one')
      await reply('two')
      expect(await store.comments.reply(comment('three'), [], 2)).toBe('full')
      expect(await store.comments.reply(comment('two'), [], 2)).toMatchObject({ isNew: false })
      expect(await store.comments.reply(comment('three'), [], 3)).toMatchObject({ isNew: true })
    })

    it('keeps its notices with it, once', async () => {
      const notice: CommentNotice = {
        userId: 'eva',
        kind: 'comment',
        documentId: 'd1',
        actorId: 'ana',
        createdAt: 10,
        level: 'mine',
      }
      const post = () => store.comments.start(comment('hello'), 'x', [notice])
      expect((await post())?.told).toEqual(['eva'])
      expect((await post())?.told).toEqual([])
      expect(await store.notifications.ofUser('eva', 10)).toHaveLength(1)
    })

    it('counts what somebody wrote of late', async () => {
      await start('one')
      await reply('two', { createdAt: 20 })
      await reply('three', { authorId: 'eva', createdAt: 20 })
      expect([await store.comments.countSince('ana', 5), await store.comments.countSince('ana', 10)]).toEqual(
        [2, 1],
      )
    })

    it('goes from a guest to their account, with what they reacted and resolved, and is forgotten with it', async () => {
      const { comments, accounts, ownData } = store
      const id = await start('asked', { authorId: 'guest' })
      await reply('said', { authorId: 'guest', createdAt: 20 })
      await start('other', { threadId: 't2' })
      await start('silent', { threadId: 't3' })
      for (const userId of ['guest', 'luz'])
        await comments.react('d1', id, { sign: '👍', userId, isOn: true })
      await comments.react('d1', id, { sign: '🎉', userId: 'guest', isOn: true })
      await comments.setResolved('d1', 't2', { by: 'guest', at: 30 })
      const before = await comments.lastChange('d1')
      await accounts.adoptGuest('guest', 'luz')
      expect((await comments.changesAfter('d1', before, 10)).map((thread) => thread.id).toSorted()).toEqual([
        't1',
        't2',
      ])
      const thread = await comments.thread('d1', 't1')
      expect(thread?.createdBy).toBe('luz')
      expect(thread?.comments.map(({ authorId }) => authorId)).toEqual(['luz', 'luz'])
      expect(thread?.comments[0]?.reactions.map(({ sign, userId }) => sign + userId).toSorted()).toEqual([
        '🎉luz',
        '👍luz',
      ])
      expect((await comments.thread('d1', 't2'))?.resolvedBy).toBe('luz')
      const said = { authorId: 'luz', text: 'asked again', mentions: [], editedAt: 40 }
      expect(await comments.edit('d1', id, said)).toBe(true)
      expect(await comments.countSince('luz', 10)).toBe(1)

      const change = await comments.lastChange('d1')
      await ownData.depart('luz', { handOver: false })
      expect(await threads(change)).toEqual(expect.arrayContaining(['t1: , ', 't2: other']))
      expect((await comments.thread('d1', 't1'))?.comments[0]?.reactions).toEqual([])
    })

    it('goes to an account that has used the same key as well', async () => {
      await start('mine', { authorId: 'luz', key: 'same' })
      await start('guest', { threadId: 't2', authorId: 'guest', key: 'same' })
      await store.accounts.adoptGuest('guest', 'luz')
      expect(await threads()).toEqual(['t1: mine', 't2: guest'])
      expect([
        await store.comments.countSince('luz', 0),
        await store.comments.countSince('guest', 0),
      ]).toEqual([2, 0])
    })

    describe('on a suggestion', () => {
      const about = { suggestion: 's1', threadId: 't1', suggestedBy: 'luz' }
      const open = (more = {}) => store.comments.ofSuggestion('d1', { ...about, ...more }, 10)
      const decide = (decision: string, more = {}, at = 50, most = 10) =>
        store.comments.decide('d1', [{ ...about, ...more, decision }], { by: 'ana', at }, most)

      it('is one thread, whoever begins it, and each document has its own', async () => {
        expect(await open()).toMatchObject({ id: 't1', suggestion: 's1', createdBy: 'luz', comments: [] })
        const again = { threadId: 't2', suggestedBy: 'forged' }
        expect(await open(again)).toMatchObject({ id: 't1', createdBy: 'luz' })
        const elsewhere = await store.comments.ofSuggestion('d2', { ...about, threadId: 't3' }, 10)
        expect(elsewhere.id).toBe('t3')
        expect(await reply('Why')).not.toBeNull()
        expect(await threads()).toEqual(['t1: Why'])
      })

      it('keeps what was decided last, whatever is said later, and is not opened by hand', async () => {
        await open()
        await reply('Why')
        await decide('accepted')
        await decide('rejected', { threadId: 't2', suggestedBy: 'forged' }, 60)
        await reply('I see')
        expect(await store.comments.setResolved('d1', 't1', null)).toBe(false)
        expect(await decided()).toEqual([['s1', 'rejected', 'ana', 60]])
        expect(await threads()).toEqual(['t1: Why, I see'])
      })

      it('outlives what was said in it, and can be begun anew once it was deleted', async () => {
        await open()
        const id = await reply('Why')
        expect(await store.comments.remove('d1', id ?? 0, 'ana')).toEqual({ goneThread: null })
        expect(await reply('And')).not.toBeNull()
        expect(await store.comments.removeThread('d1', 't1')).toBe(true)
        expect((await open({ threadId: 't2' })).id).toBe('t2')
      })

      it('is forgotten first where it was decided longest ago and nobody said anything', async () => {
        await decide('1', { suggestion: 'a', threadId: 'a' })
        await decide('2', { suggestion: 'b', threadId: 'b' })
        await reply('Kept', { threadId: 'a' })
        await decide('3', { suggestion: 'c', threadId: 'c' })
        expect(await store.comments.countThreads('d1')).toBe(1)
        const change = await store.comments.lastChange('d1')
        await decide('4', { suggestion: 'd', threadId: 'd' }, 70, 2)
        expect((await decided()).map(([suggestion]) => suggestion)).toEqual(['a', 'c', 'd'])
        expect(await store.comments.lastChange('d1')).toBeGreaterThan(change)
        expect(await threads(change)).toEqual(['d: '])
      })
    })

    it('goes with its document', async () => {
      await start('one')
      await store.documents.remove('d1')
      expect(await store.comments.whose('t1')).toBeNull()
    })
  })
}
