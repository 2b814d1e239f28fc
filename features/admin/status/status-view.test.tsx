// @vitest-environment jsdom
import { NextIntlClientProvider } from 'next-intl'
import { act } from 'react'
import { createRoot } from 'react-dom/client'
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest'

import { StatusView } from '#features/admin/status/status-view.tsx'
import { loadMessages } from '#i18n/messages'
import type { ServerStatus, StatusReading } from '#protocol/server-status'

const readingAt = (at: number, people: number): StatusReading => ({
  at,
  connections: 0,
  rooms: 0,
  people,
  updates: 0,
  bytesReceived: 0,
  bytesSent: 0,
  commit: null,
  relay: null,
  lag: null,
  refusals: {},
  memoryBytes: 0,
})
const statusWith = (...live: StatusReading[]): ServerStatus => ({
  nodes: [{ node: 'pliego-1', startedAt: 0, disk: null, live, minutes: [] }],
})

const asked: string[] = []
let answer: () => Response
let listeners: Set<() => void>
const listen = (onNews: () => void) => {
  listeners.add(onNews)
  return () => void listeners.delete(onNews)
}

beforeEach(async () => {
  asked.length = 0
  listeners = new Set()
  answer = () => Response.json(statusWith(readingAt(1, 731)))
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true)
  vi.stubGlobal('fetch', async (address: string) => {
    asked.push(address)
    return answer()
  })
  const root = createRoot(document.body.appendChild(document.createElement('div')))
  onTestFinished(async () => {
    await act(async () => root.unmount())
    document.body.replaceChildren()
    vi.unstubAllGlobals()
  })
  const messages = await loadMessages('en')
  await act(async () =>
    root.render(
      <NextIntlClientProvider locale="en" messages={messages} timeZone="UTC">
        <StatusView listen={listen} />
      </NextIntlClientProvider>,
    ),
  )
})

const hear = () => act(async () => listeners.forEach((onNews) => onNews()))
const shown = () => document.body.textContent

test('what is new is asked for when there are news, and drawn', async () => {
  await vi.waitFor(() => expect(shown()).toContain('731'))
  answer = () => Response.json(statusWith(readingAt(2, 732)))
  await hear()
  await vi.waitFor(() => expect(shown()).toContain('732'))
  expect(shown()).toContain('731')
  expect(asked).toEqual([
    '/api/admin/status?since=0&minutesSince=0',
    '/api/admin/status?since=1&minutesSince=0',
  ])
})

test('a server that does not answer leaves what was drawn, with a word about it', async () => {
  await vi.waitFor(() => expect(shown()).toContain('731'))
  answer = () => new Response(null, { status: 503 })
  await hear()
  await vi.waitFor(() => expect(shown()).toContain('The server does not answer.'))
  expect(shown()).toContain('731')
})

test('who administers no longer sees nothing more, and asks no more', async () => {
  await vi.waitFor(() => expect(shown()).toContain('731'))
  answer = () => new Response(null, { status: 403 })
  await hear()
  await vi.waitFor(() => expect(shown()).toContain('You no longer administer this Pliego.'))
  expect(shown()).not.toContain('731')
  expect(listeners.size).toBe(0)
})
