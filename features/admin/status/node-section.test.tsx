import { NextIntlClientProvider } from 'next-intl'
import { renderToStaticMarkup } from 'react-dom/server'
import { expect, it } from 'vitest'

import type { KeptNode, Range } from '#features/admin/status/kept-status'
import { NodeSection } from '#features/admin/status/node-section.tsx'
import { loadMessages } from '#i18n/messages'
import type { StatusReading } from '#protocol/server-status'

const begin = Date.UTC(2026, 10, 23, 12)
const wave = (n: number, least: number, most: number): number =>
  least + ((1 + Math.sin(n / 5)) / 2) * (most - least)

const readingAt = (n: number): StatusReading => ({
  at: begin + n * 2_000,
  connections: 1_240,
  rooms: 31,
  people: 420,
  updates: wave(n, 120, 480),
  bytesReceived: wave(n, 20_000, 60_000),
  bytesSent: wave(n, 200_000, 1_600_000),
  commit: n === 40 ? null : { p50: wave(n, 0.001, 0.002), p95: wave(n, 0.003, 0.006), p99: 0.012345 },
  relay: { p50: wave(n, 0.004, 0.006), p95: wave(n, 0.009, 0.016), p99: 0.02 },
  lag: { p50: 0.0005, p95: wave(n, 0.001, 0.004), p99: 0.01 },
  refusals: n % 20 === 0 ? { 429: 2, 4401: 1, 4999: 1 } : {},
  memoryBytes: 212_000_000,
})

const node: KeptNode = {
  node: 'pliego-1:1234',
  startedAt: begin,
  disk: { freeBytes: 12.34e9, sizeBytes: 50e9, lowBytes: 2e9 },
  live: Array.from({ length: 90 }, (_row, n) => readingAt(n)),
  minutes: [],
}

const fail = (error: Error): never => {
  throw error
}

async function render(locale: 'en' | 'es', range: Range, shown = node): Promise<string> {
  const messages = await loadMessages(locale)
  return renderToStaticMarkup(
    <NextIntlClientProvider locale={locale} messages={messages} timeZone="UTC" onError={fail}>
      <NodeSection node={shown} range={range} />
    </NextIntlClientProvider>,
  )
}

it('says what its lines show in words and numbers too, in the reader’s way of writing them', async () => {
  const english = await render('en', 'live')
  expect(english).toContain('<caption>Until a change is on disk</caption>')
  expect(english).toContain('1,240')
  expect(english).toContain('12.3 ms')
  expect(english).toContain('12.3 of 50 GB free on its disk')
  // What is drawn is for the eye alone.
  expect(english.match(/<div class="sr-only"><table/g)).toHaveLength(8)
  expect(english).not.toMatch(/<path(?![^>]*\bd=")/)
  const spanish = await render('es', 'live')
  expect(spanish).toContain('12,3 ms')
  expect(spanish).toContain('Demasiadas desde una dirección o de una persona')
})

it('counts why connections were refused, those of unknown reasons too', async () => {
  const rows = [
    ...(await render('en', 'live')).matchAll(
      /<code[^>]*>(\d+)<\/code><span[^>]*>([^<]*)<\/span><span[^>]*>(\d+)</g,
    ),
  ]
  expect(rows.map(([, code, words, count]) => [code, words, count])).toEqual([
    ['429', 'Too many from one address or person', '10'],
    ['4401', 'The pass had ended, or access did', '5'],
    ['4999', 'Another reason', '5'],
  ])
})

it('says that figures will come where there are none yet', async () => {
  const html = await render('en', 'minutes')
  expect(html).toContain('There is one figure a minute')
  expect(html).toContain('None was in this time.')
  expect(html).not.toContain('NaN')
})

it('says what too little room on the disk means, and nothing where there is enough', async () => {
  const disk = { freeBytes: 1.9e9, sizeBytes: 50e9, lowBytes: 2e9 }
  expect(await render('en', 'live', { ...node, disk })).toContain('Less than 2 GB are free')
  expect(await render('es', 'live', { ...node, disk })).toContain('Quedan menos de 2 GB libres')
  expect(await render('en', 'live')).not.toContain('Less than')
  expect(await render('en', 'live', { ...node, disk: null })).not.toContain('Less than')
})
