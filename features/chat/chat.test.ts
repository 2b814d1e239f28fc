import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import { Chat } from '#features/chat/chat'
import type { ChatMessage } from '#features/chat/chat-message'
import type { SendOutcome } from '#features/chat/chat-requests'
import { Outbox } from '#features/chat/outbox'

/** The app, as far as a chat is concerned. */
class FakeApp {
  messages: ChatMessage[] = []
  outcomes: SendOutcome[] = []
  sent: string[] = []
  isReachable = true
  #change = 0

  write(text: string, authorId = 'eva', key = `key ${text}`): void {
    this.#change += 1
    const at = { id: this.messages.length + 1, change: this.#change, at: this.#change }
    const rest = { author: authorId, mentions: [], isEdited: false, isDeleted: false }
    this.messages.push({ ...at, ...rest, authorId, key, text })
  }

  change(id: number, changed: Partial<ChatMessage>): void {
    this.#change += 1
    this.messages = this.messages.map((one) =>
      one.id === id ? { ...one, ...changed, change: this.#change } : one,
    )
  }

  readonly requests = {
    page: async (before: number | null) => {
      this.#mustBeReachable()
      const all = this.messages.filter(({ id }) => before === null || id < before)
      const messages = all.slice(-3)
      return { messages, hasOlder: all.length > 3, change: this.#change, unread: 1 }
    },
    changes: async (after: number) => {
      this.#mustBeReachable()
      const messages = this.messages
        .filter(({ change }) => change > after)
        .toSorted((a, b) => a.change - b.change)
      return { messages, unread: 1, hasMore: false }
    },
    send: async (key: string, { text }: { text: string }) => {
      this.sent.push(text)
      const outcome = this.isReachable ? (this.outcomes.shift() ?? 'sent') : 'unreachable'
      if (outcome === 'sent' && !this.messages.some((one) => one.key === key)) this.write(text, 'ana', key)
      const id = this.messages.find((one) => one.key === key)?.id
      return { outcome, ...(outcome === 'sent' && id !== undefined && { id }) }
    },
    edit: async () => 'sent' as const,
    remove: async () => 'sent' as const,
    markRead: vi.fn<(through: number) => Promise<void>>().mockResolvedValue(),
  }

  #mustBeReachable(): void {
    if (!this.isReachable) throw new Error('unreachable')
  }
}

const kept = new Map<string, string>()
const storage = {
  getItem: (name: string) => kept.get(name) ?? null,
  setItem: (name: string, value: string) => void kept.set(name, value),
  removeItem: (name: string) => void kept.delete(name),
  key: (index: number) => [...kept.keys()][index] ?? null,
  get length() {
    return kept.size
  },
}

let app: FakeApp
let leave: () => void = () => undefined

beforeEach(() => {
  vi.useFakeTimers()
  app = new FakeApp()
  kept.clear()
})
afterEach(() => {
  leave()
  vi.useRealTimers()
})

function open() {
  let tell: (() => void) | undefined
  const chat = new Chat({
    requests: app.requests,
    outbox: new Outbox(storage, 'd', 'ana'),
    userId: 'ana',
    listen: (onNews) => {
      tell = onNews
      return () => undefined
    },
  })
  leave = chat.subscribe(() => undefined)
  const texts = () => chat.getState().messages.map(({ text }) => text)
  const waiting = () => chat.getState().waiting.map(({ text, state }) => [text, state])
  const news = async () => {
    tell?.()
    await vi.advanceTimersByTimeAsync(0)
  }
  return { chat, texts, waiting, news }
}

it('shows the newest, then older ones, and what changes in its place', async () => {
  for (const text of ['a', 'b', 'c', 'd', 'e']) app.write(text)
  const { chat, texts, news } = open()
  await news()
  expect(texts()).toEqual(['c', 'd', 'e'])
  app.write('f')
  app.change(4, { text: 'D', isEdited: true })
  app.change(1, { text: 'A', isEdited: true })
  await news()
  expect(texts()).toEqual(['c', 'D', 'e', 'f'])
  await chat.loadOlder()
  expect([texts(), chat.getState().hasOlder]).toEqual([['A', 'b', 'c', 'D', 'e', 'f'], false])
})

it('says that nothing could be read, and reads it once it can', async () => {
  app.isReachable = false
  const { chat, news } = open()
  await news()
  expect(chat.getState().status).toBe('failed')
  app.isReachable = true
  await news()
  expect(chat.getState().status).toBe('ready')
})

it('is read up to the last message that is here', async () => {
  const { chat, news } = open()
  await chat.markRead()
  app.write('a')
  await news()
  await chat.markRead()
  await chat.markRead()
  expect(app.requests.markRead.mock.calls).toEqual([[1]])
})

it('asks for what it missed when the document has a connection again', async () => {
  const { chat, texts, news } = open()
  chat.setOnline(true)
  await news()
  app.write('a')
  const back = async (isOnline: boolean) => {
    chat.setOnline(isOnline)
    await vi.advanceTimersByTimeAsync(0)
    return texts()
  }
  expect([await back(true), await back(false), await back(true)]).toEqual([[], [], ['a']])
})

describe('what is written', () => {
  it('is shown at once, and once when it is there', async () => {
    const { chat, texts, waiting, news } = open()
    await news()
    const sending = chat.send('Hello', [])
    expect(waiting()).toEqual([['Hello', 'sending']])
    await sending
    await news()
    expect([texts(), waiting(), kept.size]).toEqual([['Hello'], [], 0])
  })

  it('without a network goes in its order when there is one', async () => {
    const { chat, texts, waiting, news } = open()
    await news()
    app.isReachable = false
    await chat.send('one', [])
    await chat.send('two', [])
    expect(waiting()).toEqual([
      ['one', 'waiting'],
      ['two', 'waiting'],
    ])
    app.isReachable = true
    await news()
    await news()
    expect([texts(), waiting()]).toEqual([['one', 'two'], []])
  })

  it('goes by itself after a while, and slower where it was too much', async () => {
    const { chat, texts } = open()
    app.outcomes = ['tooMany', 'unreachable']
    await chat.send('one', [])
    await vi.advanceTimersByTimeAsync(9_000)
    expect(app.sent).toHaveLength(1)
    await vi.advanceTimersByTimeAsync(2_000)
    expect(app.sent).toHaveLength(2)
    await vi.advanceTimersByTimeAsync(16_000)
    expect(texts()).toEqual(['one'])
  })

  it('stays for the next page where this one is closed', async () => {
    const first = open()
    app.isReachable = false
    await first.chat.send('kept', [])
    leave()
    app.isReachable = true
    const second = open()
    expect(second.waiting()).toEqual([['kept', 'waiting']])
    await second.news()
    await second.news()
    expect([second.texts(), kept.size]).toEqual([['kept'], 0])
  })

  it('in two pages stays of both, and goes once each', async () => {
    app.isReachable = false
    const [first, second] = [open(), open()]
    for (const [{ chat }, text] of [
      [first, 'one'],
      [second, 'two'],
    ] as const) {
      await chat.send(text, [])
      await vi.advanceTimersByTimeAsync(1)
    }
    expect(open().waiting()).toEqual([
      ['one', 'waiting'],
      ['two', 'waiting'],
    ])
    app.isReachable = true
    for (const page of [first, second, open()]) {
      await page.news()
      await page.news()
    }
    expect([app.messages.map(({ text }) => text), kept.size]).toEqual([['one', 'two'], 0])
  })

  it('and was there long ago, its answer lost, waits no longer, whether the newest are here or not', async () => {
    app.write('said', 'ana', 'key-1')
    for (const text of ['a', 'b', 'c', 'd']) app.write(text)
    const said = { key: 'key-1', text: 'said', mentions: [], at: 1, state: 'waiting' }
    for (const isFirst of [true, false]) {
      kept.set('pliego_chat_d_ana:key-1', JSON.stringify(said))
      const { chat, texts, waiting, news } = open()
      if (isFirst) await chat.refresh()
      await news()
      await news()
      expect([texts(), waiting(), kept.size]).toEqual([['b', 'c', 'd'], [], 0])
    }
    expect(app.messages).toHaveLength(5)
  })

  it('and what others keep in this browser, or nobody can read, is none', () => {
    kept.set('pliego_chat_d_ana:x', '{')
    kept.set('pliego_chat_d_ana:y', '{"key":"y"}')
    kept.set('pliego_chat_d_eva:z', '{"key":"z","text":"hers","mentions":[],"at":1}')
    expect(open().waiting()).toEqual([])
  })

  it('and refused waits for its author, in nobody’s way', async () => {
    const { chat, texts, waiting, news } = open()
    await news()
    app.outcomes = ['refused']
    await chat.send('one', [])
    await chat.send('two', [])
    await news()
    expect([texts(), waiting()]).toEqual([['two'], [['one', 'refused']]])
    const [{ key } = { key: '' }] = chat.getState().waiting
    await chat.retry(key)
    await news()
    expect([texts(), waiting()]).toEqual([['two', 'one'], []])
  })
})
