import { expect, it } from 'vitest'
import { request } from 'node:http'

import { Histogram } from '#collab-server/metrics/histogram'
import { mayReadMetrics, type MetricsAccess } from '#collab-server/metrics/who-may-read'
import { eventually } from '#collab-server/testing/eventually'
import { startTestServer, type TestServer } from '#collab-server/testing/start-test-server'
import { textUpdate, WireClient } from '#collab-server/testing/wire-client'
import { updateMessage } from '#protocol/message-parts'

const open = { access: { mode: 'open' } } as const

/** Values by name and labels, as a scraper reads them; a line that is none of the format throws. */
async function scrape(server: TestServer): Promise<ReadonlyMap<string, number>> {
  const response = await fetch(`http://127.0.0.1:${server.port}/metrics`)
  expect(response.status).toBe(200)
  expect(response.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8')
  const values = new Map<string, number>()
  const types = new Map<string, string>()
  for (const line of (await response.text()).trimEnd().split('\n')) {
    const type = /^# TYPE (\w+) (counter|gauge|histogram)$/.exec(line)
    if (type) types.set(type[1] ?? '', type[2] ?? '')
    if (line.startsWith('#')) continue
    const sample = /^(\w+)(\{\w+="[^"\\]*"\})? (\d+(?:\.\d+)?(?:e[+-]\d+)?)$/.exec(line)
    if (!sample) throw new Error(`not a sample: ${line}`)
    const [, name = '', labels = '', value] = sample
    expect(types.has(name) || types.get(name.replace(/_(bucket|sum|count)$/, '')) === 'histogram').toBe(true)
    values.set(name + labels, Number(value))
  }
  return values
}

it('tells what was received, committed, relayed and refused', async () => {
  const server = await startTestServer(open)
  const writer = await WireClient.connect(`${server.url}/room?acks=1`)
  const readers = await Promise.all([1, 2].map(() => WireClient.connect(`${server.url}/room`)))
  const update = updateMessage(textUpdate('hola'))
  writer.send(update)
  await eventually(() => expect(readers.map((reader) => reader.sync('update').length)).toEqual([1, 1]))
  await eventually(() => expect(writer.acks).toHaveLength(1))
  const malformed = await WireClient.connect(`${server.url}/room`)
  malformed.send(Uint8Array.of(0))
  await malformed.closed
  await WireClient.connect(`${server.url}/a//b`)
  await fetch(`http://127.0.0.1:${server.port}/%00`)
  await eventually(async () => {
    const values = await scrape(server)
    expect(Object.fromEntries(values)).toMatchObject({
      pliego_connections: 3,
      pliego_rooms: 1,
      pliego_connections_total: 4,
      pliego_messages_received_total: 2,
      pliego_bytes_received_total: Buffer.concat(update).byteLength + 1,
      pliego_entries_committed_total: 1,
      pliego_commit_seconds_count: 1,
      'pliego_commit_seconds_bucket{le="+Inf"}': 1,
      pliego_fan_out_readers_sum: 2,
      'pliego_fan_out_readers_bucket{le="1"}': 0,
      'pliego_fan_out_readers_bucket{le="2"}': 1,
      'pliego_closes_total{code="4400"}': 1,
      'pliego_refusals_total{status="400"}': 1,
      'pliego_refusals_total{status="404"}': 1,
    })
    expect(values.get('process_resident_memory_bytes')).toBeGreaterThan(10_000_000)
    expect(values.get('pliego_event_loop_lag_seconds_count')).toBeGreaterThan(0)
    expect(values.get('pliego_bytes_sent_total')).toBeGreaterThan(0)
    expect(values.get('pliego_undrained_bytes')).toBeGreaterThan(0)
  })
})

it('a histogram counts each value in the first bucket that holds it, and in all above', () => {
  const histogram = new Histogram([1, 5])
  for (const value of [0, 1, 1.1, 5, 6]) histogram.observe(value)
  expect(histogram.cumulated).toEqual([2, 4, 5])
  expect(histogram.sum).toBeCloseTo(13.1)
})

type Asking = { readonly remoteAddress?: string; readonly headers?: Record<string, string> }

it.each<[what: string, access: MetricsAccess, asking: Asking, may: boolean]>([
  ['a program on this machine', 'local', { remoteAddress: '127.0.0.1' }, true],
  ['the same over IPv6', 'local', { remoteAddress: '::1' }, true],
  ['the same over a socket for both', 'local', { remoteAddress: '::ffff:127.0.0.1' }, true],
  ['another machine', 'local', { remoteAddress: '192.168.1.7' }, false],
  ['a name that only looks local', 'local', { remoteAddress: '::ffff:10.0.0.1' }, false],
  [
    'somebody through a proxy on this machine',
    'local',
    { remoteAddress: '127.0.0.1', headers: { 'x-forwarded-for': '203.0.113.9' } },
    false,
  ],
  [
    'through a proxy that says so in another way',
    'local',
    { remoteAddress: '127.0.0.1', headers: { forwarded: 'for=203.0.113.9' } },
    false,
  ],
  ['a program on this machine, where nobody may', 'off', { remoteAddress: '127.0.0.1' }, false],
  ['another machine, where everybody may', 'on', { remoteAddress: '192.168.1.7' }, true],
])('%s, with METRICS=%s', (_what, access, { remoteAddress, headers = {} }, may) => {
  expect(mayReadMetrics({ headers, socket: { remoteAddress } }, access)).toBe(may)
})

it('strangers cannot tell the page from one that is not there', async () => {
  const server = await startTestServer()
  const statusOf = (headers: Record<string, string>): Promise<number | undefined> =>
    new Promise((resolve) => {
      const options = { host: '127.0.0.1', port: server.port, path: '/metrics', headers }
      request(options, (response) => resolve(response.resume().statusCode)).end()
    })
  expect(await statusOf({})).toBe(200)
  // In token mode "metrics" could be a document.
  expect(await statusOf({ 'x-forwarded-for': '203.0.113.9' })).toBe(426)
})
