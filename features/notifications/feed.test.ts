// @vitest-environment jsdom
import { afterEach, beforeEach, expect, it, vi } from 'vitest'

import { Feed } from '#features/notifications/feed'
import { encodeFeedNews } from '#protocol/feed'

/** A socket whose server is the test. */
class FakeSocket extends EventTarget {
  isClosed = false
  readonly url: string

  constructor(url: string) {
    super()
    this.url = url
    sockets.push(this)
  }

  close(): void {
    this.isClosed = true
  }

  open(): void {
    this.dispatchEvent(new Event('open'))
  }

  say(text: string): void {
    this.dispatchEvent(new MessageEvent('message', { data: text }))
  }

  end(code: number): void {
    this.dispatchEvent(new CloseEvent('close', { code }))
  }
}

let sockets: FakeSocket[] = []
const requestToken = vi.fn<() => Promise<string | null>>()
let feed: Feed
const heard = vi.fn<() => void>()
let leave: () => void

beforeEach(async () => {
  vi.useFakeTimers()
  vi.stubGlobal('WebSocket', FakeSocket)
  sockets = []
  heard.mockClear()
  requestToken.mockReset().mockResolvedValue('a.b')
  feed = new Feed({ url: () => 'ws://collab/~feed', requestToken })
  leave = feed.listen('notifications', heard)
  await settle()
})

afterEach(() => {
  leave()
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

const settle = () => vi.advanceTimersByTimeAsync(0)
const last = (): FakeSocket => {
  const socket = sockets.at(-1)
  if (!socket) throw new Error('nobody has connected')
  return socket
}

it('connects with a token of its own, and asks for what it has missed at each opening', async () => {
  expect(last().url).toBe('ws://collab/~feed?pass=a.b')
  expect(heard).not.toHaveBeenCalled()
  last().open()
  expect(heard).toHaveBeenCalledTimes(1)
  last().end(1006)
  await vi.advanceTimersByTimeAsync(1_000)
  expect(sockets).toHaveLength(2)
  last().open()
  expect(heard).toHaveBeenCalledTimes(2)
})

it('tells each listener of its topic alone, and of nothing that is no news', async () => {
  const chat = vi.fn<() => void>()
  const leaveChat = feed.listen('chat:d1', chat)
  last().open()
  vi.clearAllMocks()
  last().say(encodeFeedNews(['chat:d1']))
  for (const text of ['', 'x', '{}', '{"news":"chat:d1"}', '[]', encodeFeedNews([])]) last().say(text)
  expect([heard.mock.calls.length, chat.mock.calls.length]).toEqual([0, 1])
  leaveChat()
  last().say(encodeFeedNews(['chat:d1', 'notifications']))
  expect([heard.mock.calls.length, chat.mock.calls.length]).toEqual([1, 1])
  expect(sockets).toHaveLength(1)
})

it('comes back at once with a fresh token where one has ended, and not in a circle', async () => {
  last().open()
  await vi.advanceTimersByTimeAsync(6_000)
  requestToken.mockResolvedValue('c.d')
  last().end(4401)
  await settle()
  expect(last().url).toContain('pass=c.d')
  last().open()
  last().end(4401)
  await settle()
  expect(sockets).toHaveLength(2)
})

it('waits longer after each failure, until there is a network again', async () => {
  requestToken.mockRejectedValue(new Error('offline'))
  last().end(1006)
  await vi.advanceTimersByTimeAsync(120_000)
  const asked = requestToken.mock.calls.length
  expect(asked).toBeLessThan(15)
  requestToken.mockResolvedValue('a.b')
  heard.mockClear()
  window.dispatchEvent(new Event('online'))
  expect(heard).toHaveBeenCalledTimes(1)
  await settle()
  expect(sockets).toHaveLength(2)
  last().open()
  expect(heard).toHaveBeenCalledTimes(2)
})

it('takes a network that has fallen silent for gone', async () => {
  last().open()
  await vi.advanceTimersByTimeAsync(70_000)
  last().say(encodeFeedNews([]))
  await vi.advanceTimersByTimeAsync(70_000)
  expect(sockets).toHaveLength(1)
  await vi.advanceTimersByTimeAsync(10_000)
  expect([sockets.length, sockets[0]?.isClosed]).toEqual([2, true])
})

it('is quiet for somebody whom there is no news for, and when nobody listens', async () => {
  leave()
  expect(last().isClosed).toBe(true)
  requestToken.mockResolvedValue(null)
  leave = feed.listen('notifications', heard)
  await vi.advanceTimersByTimeAsync(600_000)
  expect(sockets).toHaveLength(1)
})

it('lets the browser keep the page, and is there when it is come back to', async () => {
  last().open()
  window.dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))
  expect(last().isClosed).toBe(true)
  window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))
  await settle()
  expect(sockets).toHaveLength(2)
})
