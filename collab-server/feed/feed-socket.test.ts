import { EventEmitter } from 'node:events'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { WebSocket } from 'ws'

import { FeedSocket } from '#collab-server/feed/feed-socket'

/** As much of a socket as is written to. */
class FakeSocket extends EventEmitter {
  readonly OPEN = 1
  readonly readyState = 1
  readonly bufferedAmount = 0
  readonly sent: unknown[] = []
  send(text: string): void {
    this.sent.push((JSON.parse(text) as { news: unknown }).news)
  }
}

let socket: FakeSocket
let feed: FeedSocket
beforeEach(() => {
  vi.useFakeTimers()
  socket = new FakeSocket()
  const claims = { userId: 'ana', issuedAt: Date.now(), expiresAt: Date.now() + 60_000 }
  feed = new FeedSocket(socket as unknown as WebSocket, claims, () => undefined)
})
afterEach(() => {
  socket.emit('close')
  vi.useRealTimers()
})

it('F3: a topic does not wait for another that was told a moment ago', () => {
  feed.tell('chat:doc')
  feed.tell('notifications')
  expect(socket.sent).toEqual([['chat:doc'], ['notifications']])
})

it('F3: what comes of it soon after is told once, and together', () => {
  feed.tell('chat:doc')
  feed.tell('notifications')
  for (let count = 0; count < 5; count++) {
    feed.tell('notifications')
    feed.tell('chat:doc')
  }
  expect(socket.sent).toHaveLength(2)
  vi.advanceTimersByTime(250)
  expect(socket.sent.slice(2)).toEqual([['notifications', 'chat:doc']])
  feed.tell('chat:doc')
  vi.advanceTimersByTime(250)
  expect(socket.sent.slice(3)).toEqual([['chat:doc']])
  vi.advanceTimersByTime(250)
  feed.tell('chat:doc')
  expect(socket.sent).toHaveLength(5)
})
