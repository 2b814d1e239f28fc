import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import { FairShare, type Overdrawn } from '#collab-server/fair-share'
import { Metrics } from '#collab-server/metrics/metrics'
import { RateBucket } from '#collab-server/rate-bucket'
import { clientFrame, opcode } from '#collab-server/testing/client-frame'
import { eventually } from '#collab-server/testing/eventually'
import { RawSocket } from '#collab-server/testing/raw-socket'
import { startTestServer, type TestServer } from '#collab-server/testing/start-test-server'
import { textUpdate, WireClient } from '#collab-server/testing/wire-client'
import { updateMessage } from '#protocol/message-parts'

const access = { mode: 'open' } as const

/** How often reading was paused for its rate. */
async function pausesOf({ port }: TestServer): Promise<number> {
  const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text()
  return Number(/^pliego_read_pauses_total\{reason="rate"\} (\d+)$/m.exec(text)?.[1])
}

/** Talks a little all the time, as people do; resolves with how long its slowest answer took, in ms. */
async function talkUntil(client: WireClient, done: () => boolean): Promise<number> {
  let slowest = 0
  while (!done()) {
    const askedAt = performance.now()
    await client.catchUp()
    slowest = Math.max(slowest, performance.now() - askedAt)
    await new Promise((resolve) => setTimeout(resolve, 15))
  }
  return slowest
}

const perSecond = 200
const burst = perSecond * 4

describe('L6: how fast a connection is read', () => {
  const update = Buffer.concat(updateMessage(textUpdate('x', 9)))

  it('beyond a burst it waits while others are served, and nobody is cut', async () => {
    const server = await startTestServer({ access, limits: { maxMessagesPerSecond: perSecond } })
    const honest = await WireClient.connect(`${server.url}/other`)
    const flooder = await WireClient.connect(`${server.url}/room?acks=1`)
    const acknowledged = (): number => flooder.acks.at(-1)?.messageCount ?? 0
    const startedAt = performance.now()
    for (let index = 0; index < burst + perSecond; index++) flooder.send(update)
    const slowestMs = await talkUntil(honest, () => acknowledged() === burst + perSecond)
    const tookMs = performance.now() - startedAt
    console.log(
      `rate: ${burst + perSecond} messages at ${perSecond}/s took ${tookMs.toFixed()} ms; slowest answer to somebody else ${slowestMs.toFixed()} ms`,
    )
    expect(await pausesOf(server)).toBeGreaterThan(0)
    expect(server.stats().connections).toBe(2)
  })

  it('with nobody else at work it gets what the machine can do', async () => {
    const server = await startTestServer({ access, limits: { maxMessagesPerSecond: 10 } })
    const writer = await WireClient.connect(`${server.url}/room?acks=1`)
    // At ten a second these would take more than a minute and a half.
    for (let index = 0; index < 1_000; index++) writer.send(update)
    await eventually(() => expect(writer.acks.at(-1)?.messageCount).toBe(1_000), { withinMs: 15_000 })
  })

  it('without a limit nothing is held back', async () => {
    const server = await startTestServer({ access, limits: { maxMessagesPerSecond: 0 } })
    const writer = await WireClient.connect(`${server.url}/room?acks=1`)
    for (let index = 0; index < 5_000; index++) writer.send(update)
    await eventually(() => expect(writer.acks.at(-1)?.messageCount).toBe(5_000))
    expect(await pausesOf(server)).toBe(0)
  })

  it('pings count too, and are not answered faster', async () => {
    const server = await startTestServer({ access, limits: { maxMessagesPerSecond: 50 } })
    const raw = new RawSocket(server.port)
    await raw.upgrade('/room', 'dGhlIHNhbXBsZSBub25jZQ==')
    raw.socket.write(
      Buffer.concat(Array.from({ length: 250 }, () => clientFrame(opcode.ping, new Uint8Array()))),
    )
    await eventually(async () => expect(await pausesOf(server)).toBeGreaterThan(0))
  })
})

describe('a bucket', () => {
  it('is calm until a quarter is used, empty once all is, and counts size', () => {
    const bucket = new RateBucket(100)
    for (let count = 0; count < 99; count++) bucket.takeFor(0)
    expect(bucket.isCalm).toBe(true)
    bucket.takeFor(100 * 4_096)
    expect([bucket.isCalm, bucket.isEmpty]).toEqual([false, false])
    bucket.takeFor(250 * 4_096)
    expect(bucket.isEmpty).toBe(true)
    bucket.halfFill()
    expect([bucket.isCalm, bucket.isEmpty]).toEqual([false, false])
  })

  it('pays for what is asked for, but never more than half a second’s worth at once', () => {
    const bucket = new RateBucket(100)
    for (let count = 0; count < 7; count++) bucket.takeForAnswer(64 << 20)
    expect(bucket.isEmpty).toBe(false)
    bucket.takeFor(51 * 4_096)
    expect(bucket.isEmpty).toBe(true)
  })

  it('earns nothing while it is full', async () => {
    const bucket = new RateBucket(1_000)
    await new Promise((resolve) => setTimeout(resolve, 20))
    bucket.takeFor(4_001 * 4_096)
    expect(bucket.isEmpty).toBe(true)
  })
})

/** A connection that always has something to send, and counts what of it was read. */
function greedy(share: FairShare, perSecond: number): { readonly read: () => number } {
  const bucket = new RateBucket(perSecond)
  let read = 0
  const readOn = (): void => {
    for (; !bucket.isEmpty; read++) {
      bucket.takeFor(0)
      share.noteServed(bucket)
    }
    share.wait(overdrawn)
  }
  const overdrawn: Overdrawn = { bucket, readOn }
  readOn()
  return { read: () => read }
}

describe('the share', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it('of one who floods while somebody talks is the burst and then the rate', () => {
    const share = new FairShare(new Metrics())
    const calm = new RateBucket(perSecond)
    const talking = setInterval(() => share.noteServed(calm), 100)
    share.noteServed(calm)
    const flooder = greedy(share, perSecond)
    expect(flooder.read()).toBe(burst)
    vi.advanceTimersByTime(10_000)
    clearInterval(talking)
    expect(flooder.read() - burst).toBeGreaterThan(perSecond * 10 * 0.98)
    expect(flooder.read() - burst).toBeLessThan(perSecond * 10 * 1.02)
  })

  it('of those who flood alone is whatever they can take', () => {
    const share = new FairShare(new Metrics())
    const flooders = [greedy(share, perSecond), greedy(share, perSecond)]
    vi.advanceTimersByTime(10_000)
    for (const flooder of flooders) expect(flooder.read()).toBeGreaterThan(perSecond * 10 * 100)
  })

  it('has no timer where nobody waits, and forgets who has left', () => {
    const metrics = new Metrics()
    const share = new FairShare(metrics)
    const bucket = new RateBucket(1)
    bucket.takeFor(1 << 30)
    let read = 0
    const overdrawn: Overdrawn = { bucket, readOn: () => read++ }
    share.wait(overdrawn)
    share.wait(overdrawn)
    expect(metrics.pauses.rate).toBe(1)
    expect(vi.getTimerCount()).toBe(1)
    share.forget(overdrawn)
    expect(vi.getTimerCount()).toBe(0)
    vi.advanceTimersByTime(1_000)
    expect(read).toBe(0)
  })
})
