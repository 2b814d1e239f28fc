import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'

import { Metrics } from '#collab-server/metrics/metrics'
import { percentiles } from '#collab-server/metrics/percentiles'
import { Interval } from '#collab-server/monitoring/interval'
import { keptMinutes, MinuteFile } from '#collab-server/monitoring/minute-file'
import { eventually } from '#collab-server/testing/eventually'
import { startTestServer, testSecret, type TestServer } from '#collab-server/testing/start-test-server'
import { temporaryFolder } from '#collab-server/testing/temporary-folder'
import { textUpdate, WireClient } from '#collab-server/testing/wire-client'
import { signFeedToken } from '#access/feed-token'
import { updateMessage } from '#protocol/message-parts'
import type { ServerStatus, StatusReading } from '#protocol/server-status'

const standing = { connections: 3, rooms: 2, people: 2, memoryBytes: 5 }
const readingAt = (at: number): StatusReading => new Interval(new Metrics(), 0).read(1, at, standing)

const ask = async (server: TestServer, query: string): Promise<ServerStatus> => {
  const response = await server.internal('GET', `/internal/status?${query}`)
  expect(response.status).toBe(200)
  return (await response.json()) as ServerStatus
}
const feedOf = (server: TestServer, userId: string): Promise<WireClient> => {
  const now = Date.now()
  const token = signFeedToken(testSecret, { userId, issuedAt: now, expiresAt: now + 60_000 })
  return WireClient.connect(`${server.url}/~feed?pass=${encodeURIComponent(token)}`)
}
const heard = ({ messages }: WireClient): string[] =>
  messages.map((message) => Buffer.from(message).toString())

const minute = (n: number): number => n * 60_000

describe('a reading', () => {
  it('tells what happened since the one before, a second', () => {
    const metrics = new Metrics()
    metrics.entriesCommitted = 100
    metrics.countRefusal(404)
    const interval = new Interval(metrics, 1_000)
    metrics.entriesCommitted += 10
    metrics.bytesReceived += 500
    metrics.countRefusal(404)
    metrics.countClose(4400)
    for (let n = 0; n < 4; n++) metrics.commitSeconds.observe(0.0015)
    const first = interval.read(3_000, 7, standing)
    expect(first).toMatchObject({ at: 7, ...standing, updates: 5, bytesReceived: 250, bytesSent: 0 })
    expect(first.refusals).toEqual({ 404: 1, 4400: 1 })
    expect(first.commit?.p50).toBeCloseTo(0.0015)
    expect(first.relay).toBeNull()
    expect(interval.read(5_000, 8, standing)).toMatchObject({ updates: 0, refusals: {}, commit: null })
  })

  it('has the percentiles that Prometheus would work out', () => {
    const bounds = [1, 2, 4]
    expect(percentiles(bounds, [0, 0, 0, 0], [50, 90, 98, 100])).toEqual({
      p50: 1,
      p95: 2 + 2 * (5 / 8),
      p99: 4,
    })
    expect(percentiles(bounds, [5, 5, 5, 5], [5, 5, 5, 5])).toBeNull()
  })
})

describe('the readings of the last hours', () => {
  const events: string[] = []
  const open = async (dataDir: string, now: number): Promise<MinuteFile> => {
    const file = new MinuteFile(dataDir, (_level, event) => events.push(event))
    await file.open(now)
    return file
  }
  it('are there after a restart, but for a line that was cut short and what is too old', async () => {
    const dataDir = temporaryFolder()
    const before = await open(dataDir, 0)
    for (const n of [1, 100, 101]) before.add(readingAt(minute(n)))
    await before.close()
    appendFileSync(path.join(dataDir, 'status-minutes.jsonl'), '{"at":61')
    const after = await open(dataDir, minute(keptMinutes + 50))
    expect(after.rows.map(({ at }) => at)).toEqual([minute(100), minute(101)])
    after.add(readingAt(minute(102)))
    await after.close()
    const rows = (await open(dataDir, minute(103))).rows
    expect(rows.map(({ at }) => at)).toContain(minute(102))
  })

  it('take no more room than twice what is kept', async () => {
    const dataDir = temporaryFolder()
    const file = path.join(dataDir, 'status-minutes.jsonl')
    const line = `${JSON.stringify(readingAt(1))}\n`
    writeFileSync(file, line.repeat(2 * keptMinutes))
    const minutes = await open(dataDir, 2)
    minutes.add(readingAt(2))
    await minutes.close()
    expect(minutes.rows).toHaveLength(keptMinutes)
    expect(readFileSync(file, 'utf8').trimEnd().split('\n')).toHaveLength(keptMinutes)
  })

  it('harm nobody where they cannot be written', async () => {
    const file = path.join(temporaryFolder(), 'no folder')
    writeFileSync(file, '')
    const minutes = await open(file, 0)
    minutes.add(readingAt(1))
    await minutes.close()
    expect(minutes.rows).toHaveLength(1)
    expect(events).toContain('status-not-kept')
    expect(existsSync(path.join(file, 'status-minutes.jsonl'))).toBe(false)
  })
})

describe('what administrators look at', () => {
  it('is told to whoever asked that there is more of it, and to nobody else; F3', async () => {
    const server = await startTestServer()
    const [ana, eva] = [await feedOf(server, 'ana'), await feedOf(server, 'eva')]
    const { nodes } = await ask(server, 'for=ana')
    expect(nodes).toMatchObject([{ node: expect.stringMatching(/:\d+$/), live: [], minutes: [] }])
    expect(nodes[0]?.disk?.freeBytes).toBeGreaterThan(0)
    const writer = await WireClient.connect(server.url + server.pathFor('doc-1', { userId: 'luis' }))
    await server.internal('PUT', '/internal/documents/doc-2')
    writer.send(updateMessage(textUpdate('hola')))
    await eventually(() => expect(heard(ana)).toContain('{"news":["status"]}'))
    const [node] = (await ask(server, 'for=ana')).nodes
    const last = node?.live.at(-1)
    expect(last?.memoryBytes).toBeGreaterThan(10_000_000)
    expect(last?.lag?.p99).toBeGreaterThan(0)
    const since = await ask(server, `for=ana&since=${last?.at ?? 0}`)
    expect(since.nodes[0]?.live.filter(({ at }) => at <= (last?.at ?? 0))).toEqual([])
    expect(heard(eva)).toEqual([])
  })

  it('is asked for by somebody, and no news that another server could spread', async () => {
    const server = await startTestServer()
    expect((await server.internal('GET', '/internal/status')).status).toBe(400)
    expect((await server.internal('GET', '/internal/status?for=ana&since=x')).status).toBe(400)
    const news = { topic: 'status', userIds: ['ana'] }
    expect((await server.internal('POST', '/internal/feed-news', news)).status).toBe(400)
  })
})
