import { expect, it, onTestFinished, vi } from 'vitest'

import { Comments, newDraft } from '#features/comments/comments'
import { type CommentOutcome, CommentRequests } from '#features/comments/comment-requests'
import type { CommentThread } from '#features/comments/comment-thread'
import { whyNot } from '#features/comments/why-not'
import messages from '../../i18n/messages/en/comments.json'

/** The app, as far as comments are concerned. */
class FakeApp {
  threads: CommentThread[] = []
  outcome: CommentOutcome = 'done'
  answer: Promise<CommentOutcome> | undefined
  isReachable = true
  asked: number[] = []
  recorded: unknown[] = []
  read: string[] = []
  #change = 0

  put(id: string, more: Partial<CommentThread> = {}): void {
    this.#change += 1
    const before = this.threads.find((thread) => thread.id === id)
    const plain = {
      id,
      quote: 'text',
      suggestion: null,
      createdAt: this.#change,
      resolved: null,
      isDeleted: false,
    }
    const comment = { id: 1, authorId: 'ana', author: 'Ana', key: null, text: id, mentions: [], at: 1 }
    const said = { ...comment, isEdited: false, isDeleted: false, reactions: [] }
    this.threads = this.threads.filter((thread) => thread.id !== id)
    this.threads.push({ ...plain, comments: [said], ...before, ...more, change: this.#change })
  }

  readonly requests = {
    changes: async (after: number) => {
      this.asked.push(after)
      if (!this.isReachable) throw new Error('unreachable')
      const threads = this.threads.filter(({ change }) => change > after)
      return { threads: threads.slice(0, 2), hasMore: threads.length > 2 }
    },
    start: async () => this.outcome,
    reply: async () => this.outcome,
    replyToSuggestion: async () => this.outcome,
    recordDecision: async (decision: unknown) => {
      if (this.outcome === 'done') this.recorded.push(decision)
      return this.outcome
    },
    noteRead: async (thread: string) => {
      this.read.push(thread)
      return this.outcome
    },
    setResolved: async () => this.answer ?? this.outcome,
    removeThread: async () => this.outcome,
    edit: async () => this.outcome,
    remove: async () => this.outcome,
    react: async () => this.outcome,
  }
}

function opened(app: FakeApp) {
  const heard: (() => void)[] = []
  const comments = new Comments({
    requests: app.requests,
    listen: (onNews) => {
      heard.push(onNews)
      onNews()
      return () => {}
    },
  })
  comments.subscribe(() => {})
  const ids = () => comments.getState().threads.map(({ id }) => id)
  return { comments, ids, news: () => heard[0]?.() }
}

it('has all threads, page by page, and then what changes', async () => {
  const app = new FakeApp()
  for (const id of ['a', 'b', 'c', 'd', 'e']) app.put(id)
  const { comments, ids, news } = opened(app)
  await vi.waitFor(() => expect(ids()).toEqual(['a', 'b', 'c', 'd', 'e']))
  expect(app.asked).toEqual([0, 2, 4])
  app.put('b', { isDeleted: true })
  app.put('c', { resolved: { by: 'Eva', at: 9 } })
  news()
  await vi.waitFor(() => expect(ids()).toEqual(['a', 'c', 'd', 'e']))
  expect(comments.getState().threads[1]?.resolved).toEqual({ by: 'Eva', at: 9 })
})

it('says that it failed, and keeps what it had once it had something', async () => {
  const app = new FakeApp()
  app.isReachable = false
  const { comments, ids } = opened(app)
  await vi.waitFor(() => expect(comments.getState().status).toBe('failed'))
  app.isReachable = true
  app.put('a')
  await comments.refresh()
  app.isReachable = false
  await comments.refresh()
  expect([comments.getState().status, ids()]).toEqual(['ready', ['a']])
})

it('shows what is resolved at once, and as it was where that is refused', async () => {
  const app = new FakeApp()
  app.put('a')
  const { comments } = opened(app)
  await comments.refresh()
  const isResolved = () => comments.getState().threads[0]?.resolved !== null
  const { promise, resolve: answer } = Promise.withResolvers<CommentOutcome>()
  app.answer = promise
  const resolving = comments.setResolved('a', true)
  expect(isResolved()).toBe(true)
  answer('refused')
  expect([await resolving, isResolved()]).toEqual(['refused', false])
})

it('counts a reaction at once, and one’s own once', async () => {
  const app = new FakeApp()
  app.put('a')
  app.outcome = 'unreachable'
  const { comments } = opened(app)
  await comments.refresh()
  const reactions = () => comments.getState().threads[0]?.comments[0]?.reactions
  const reacting = comments.react('a', 1, '👍', true)
  expect(reactions()).toEqual([{ sign: '👍', count: 1, isOwn: true }])
  await reacting
  expect(reactions()).toEqual([])
})

it('makes ids that the app takes', () => {
  expect(newDraft(null)).toMatchObject({
    thread: expect.stringMatching(/^[\w-]{22}$/),
    key: expect.stringMatching(/^[\w-]{22}$/),
  })
})

it.each([
  [429, 'tooManyRequests', 'tooMany', 'in a short time'],
  [409, 'tooManyComments', 'tooManyComments', 'no more comments'],
  [409, 'threadFull', 'threadFull', 'This thread holds no more'],
  [409, 'documentFull', 'documentFull', 'document is full'],
  [404, 'commentUnknown', 'gone', 'deleted meanwhile'],
  [403, 'forbidden', 'refused', 'reply was not taken'],
  [503, 'collabUnavailable', 'unreachable', 'Check your connection'],
])('%i %s is told as what it is', async (status, error, outcome, sentence) => {
  vi.stubGlobal('fetch', async () => Response.json({ error }, { status }))
  onTestFinished(() => void vi.unstubAllGlobals())
  const got = await new CommentRequests('d').reply('t', 'key', { text: 'x', mentions: [] })
  expect(got).toBe(outcome)
  if (got === 'done') return
  const place = whyNot(got, 'reply').split('.')
  const said = place.reduce<unknown>((within, key) => (within as Record<string, unknown>)[key], messages)
  expect(said).toContain(sentence)
})

it('has decisions kept in their order, once the app answers, and none that it refuses', async () => {
  vi.spyOn(console, 'warn').mockImplementation(() => {})
  onTestFinished(() => void vi.restoreAllMocks())
  const app = new FakeApp()
  const { comments } = opened(app)
  app.outcome = 'unreachable'
  comments.recordDecision('first')
  comments.recordDecision('second')
  await comments.refresh()
  expect(app.recorded).toEqual([])
  app.outcome = 'done'
  await comments.refresh()
  await vi.waitFor(() => expect(app.recorded).toEqual(['first', 'second']))
  app.outcome = 'refused'
  comments.recordDecision('third')
  await vi.waitFor(() => expect(console.warn).toHaveBeenCalled())
  app.outcome = 'done'
  comments.recordDecision('fourth')
  await vi.waitFor(() => expect(app.recorded).toEqual(['first', 'second', 'fourth']))
})

it('says once that a thread was read as it is, and again where that did not arrive', async () => {
  const app = new FakeApp()
  const { comments } = opened(app)
  await comments.noteRead({ id: 'a', change: 1 })
  await comments.noteRead({ id: 'a', change: 1 })
  expect(app.read).toEqual(['a'])
  app.outcome = 'unreachable'
  for (let look = 0; look < 2; look++) await comments.noteRead({ id: 'a', change: 2 })
  expect(app.read).toEqual(['a', 'a', 'a'])
})
