import { expect, test } from 'vitest'

import { collabServerUrl } from '#features/editor/collab-url'

test.each([
  ['http://localhost:3000/d/a', { port: 1234 }, 'ws://localhost:1234'],
  ['http://192.168.1.7:3000/d/a', { port: 4321 }, 'ws://192.168.1.7:4321'],
  ['http://[::1]:3000/d/a', { port: 1234 }, 'ws://[::1]:1234'],
  ['https://pliego.example/d/a', { port: 1234 }, 'wss://pliego.example/collab'],
  ['https://pliego.example:8443/d/a', { port: 1234 }, 'wss://pliego.example:8443/collab'],
  ['https://pliego.example/d/a', { port: 1234, url: 'wss://rooms.example/x/' }, 'wss://rooms.example/x'],
  ['http://a.example/d/a', { port: 1234, url: 'https://rooms.example' }, 'wss://rooms.example'],
])('a page at %s with %o connects to %s', (page, collab, expected) => {
  expect(collabServerUrl(new URL(page) as unknown as Location, collab)).toBe(expected)
})
