// @vitest-environment jsdom
import { NextIntlClientProvider } from 'next-intl'
import { act } from 'react'
import { createRoot, type Root } from 'react-dom/client'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'

import { DoctorView } from '#features/doctor/doctor-view.tsx'
import type { ServerView } from '#features/doctor/report'
import { loadMessages } from '#i18n/messages'

let root: Root
let copied: string

beforeEach(() => {
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true)
  copied = ''
  vi.stubGlobal('navigator', {
    userAgent: 'a browser',
    clipboard: { writeText: (text: string) => Promise.resolve((copied = text)) },
  })
  root = createRoot(document.body.appendChild(document.createElement('div')))
})

afterEach(() => {
  act(() => root.unmount())
  document.body.replaceChildren()
  vi.unstubAllGlobals()
})

/** Refused at once, as where a proxy passes nothing on. */
class RefusedSocket extends EventTarget {
  constructor() {
    super()
    queueMicrotask(() => this.dispatchEvent(new Event('close')))
  }

  close(): void {}
}

const server: ServerView = {
  headers: { host: 'pliego.test', 'x-forwarded-for': '(2)' },
  takesOrigin: true,
  collab: 'ready',
  inside: { step: 'firstFrame', ok: true, status: 101 },
  outside: { url: 'wss://pliego.test/collab', dial: { step: 'answer', ok: false, status: 426 } },
}

async function show(locale: 'en' | 'es', answer: () => Response): Promise<void> {
  vi.stubGlobal('fetch', () => Promise.resolve(answer()))
  const Socket = RefusedSocket as unknown as typeof WebSocket
  const instruments = {
    askUrl: '/api/doctor',
    socketUrl: () => 'wss://pliego.test/collab',
    Socket,
    fallback: () => ({ Socket, way: { buffers: false } }),
  }
  const messages = await loadMessages(locale)
  act(() =>
    root.render(
      <NextIntlClientProvider locale={locale} messages={messages}>
        <DoctorView instruments={instruments} />
      </NextIntlClientProvider>,
    ),
  )
}

const told = () => document.querySelector('output')?.textContent
const culprits = () => [...document.querySelectorAll('main > ul h2')].map(({ textContent }) => textContent)
const pause = () => new Promise<void>((resolve) => setTimeout(resolve, 5))
const until = (check: () => void) =>
  vi.waitFor(
    async () => {
      await act(pause)
      check()
    },
    { timeout: 8_000 },
  )

test.each([
  ['en', '2 things are in the way', ['The proxy strips Upgrade', 'The slower way does not work either']],
  ['es', 'Hay 2 obstáculos', ['El proxy quita Upgrade', 'La vía más lenta tampoco funciona']],
] as const)('names the culprits and copies the report (%s)', async (locale, found, names) => {
  await show(locale, () => Response.json({ server, pass: { token: 'pass', collab: { port: 1234 } } }))
  await until(() => expect(told()).toBe(found))
  expect(culprits()).toEqual(names)
  const copy = [...document.querySelectorAll('button')].at(-1)
  await act(async () => copy?.click())
  expect(copied).toContain('HTTP 426')
  expect(copied).toContain('x-forwarded-for: (2)')
  for (const name of names) expect(copied).toContain(name)
  // Of all steps something is said.
  expect(copied.match(/^- /gm)).toHaveLength(15)
})

test('an app that does not answer is said to be silent', async () => {
  await show('en', () => new Response(null, { status: 503 }))
  await until(() => expect(culprits()).toEqual(['The app does not answer']))
  expect(told()).toBe('One thing is in the way')
})
