import * as decoding from 'lib0/decoding'
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import * as Y from 'yjs'

import { RedisBus } from '#collab-server/bus/redis-bus'
import type { TestRedis } from '#collab-server/bus/testing/start-redis'
import { hasRedis, newRedis } from '#collab-server/bus/testing/test-redis'
import { eventually } from '#collab-server/testing/eventually'
import { startTestServer } from '#collab-server/testing/start-test-server'
import { stockClient, synced, type StockClient } from '#collab-server/testing/stock-client'
import { TcpWay } from '#collab-server/testing/tcp-way'
import { messageType } from '#protocol/message-types'
import type { PostgresLocation } from '#storage/postgres/postgres-database'
import { PostgresDocumentUpdateStore } from '#storage/postgres/postgres-document-update-store'
import { dropSchema, hasPostgres, newSchema } from '#storage/postgres/testing/test-schema'

/** How often each fault happens; once in a test run, twenty times for a table. */
const rounds = Number(process.env.NODE_FAULT_ROUNDS ?? 1)
const roundMs = 1_200
const patient = { withinMs: 40_000, everyMs: 20 }

type Setup = { readonly redis: TestRedis; readonly toRedis: TcpWay; readonly toPostgres: TcpWay }

const faults: readonly (readonly [
  name: string,
  begin: (setup: Setup) => unknown,
  end: (setup: Setup) => unknown,
])[] = [
  ['Redis is killed and started again', ({ redis }) => redis.kill(), ({ redis }) => redis.restart()],
  ['one is cut off from Redis', ({ toRedis }) => toRedis.cut(), ({ toRedis }) => toRedis.heal()],
  ['one hears nothing of Redis', ({ toRedis }) => toRedis.fallSilent(), ({ toRedis }) => toRedis.heal()],
  [
    'one is cut off from PostgreSQL',
    ({ toPostgres }) => toPostgres.cut(),
    ({ toPostgres }) => toPostgres.heal(),
  ],
  [
    'the ways of one are slow',
    ({ toRedis, toPostgres }) => [toRedis, toPostgres].forEach((way) => way.slowDown(200)),
    ({ toRedis, toPostgres }) => [toRedis, toPostgres].forEach((way) => way.heal()),
  ],
]

const textOf = ({ doc }: StockClient): string => doc.getText('text').toJSON()

/** A stock client that notes how much of its own it was told is saved. */
function writer(url: string): { client: StockClient; savedClock: () => number } {
  const client = stockClient(url, 'room', { params: { acks: '1' } })
  let saved = 0
  client.provider.messageHandlers[messageType.ack] = (_encoder, decoder) => {
    const clocks = Y.decodeStateVector(decoding.readVarUint8Array(decoder))
    saved = Math.max(saved, clocks.get(client.doc.clientID) ?? 0)
  }
  return { client, savedClock: () => saved }
}

describe.skipIf(!hasPostgres || !hasRedis)('two collab servers, one of which is in trouble', () => {
  let location: PostgresLocation
  beforeEach(() => {
    location = newSchema()
  })
  afterEach(() => dropSchema(location))

  const stored = async (): Promise<Y.Doc> => {
    const store = await PostgresDocumentUpdateStore.open(location)
    const document = await store.load('room')
    await store.close()
    const doc = new Y.Doc()
    for (const update of [document?.snapshot ?? [], ...(document?.updates ?? [])].flat())
      Y.applyUpdate(doc, update)
    return doc
  }

  const startNode = async (redisUrl: string, postgresUrl: string): Promise<string> => {
    const { url } = await startTestServer({
      access: { mode: 'open' },
      limits: { maxLiveEntries: 40 },
      openShared: async (interruption) => {
        const store = await PostgresDocumentUpdateStore.openTogether(
          { ...location, url: postgresUrl },
          true,
          interruption,
        )
        const bus = { name: store.identity, log: () => undefined, echoMs: 100, deafMs: 600 }
        return { store, bus: await RedisBus.open({ url: redisUrl, ...bus }) }
      },
    })
    return url
  }

  it('are not ready where they cannot reach the store, and are again once they can', async () => {
    const redis = await newRedis()
    const toPostgres = await TcpWay.open(location.url, 5432)
    onTestFinished(() => toPostgres.close())
    const url = (await startNode(redis.url, toPostgres.url)).replace('ws:', 'http:')
    const readiness = async (): Promise<number> => (await fetch(`${url}/readyz`)).status
    expect(await readiness()).toBe(200)
    toPostgres.cut()
    await eventually(async () => expect(await readiness()).toBe(503))
    toPostgres.heal()
    await eventually(async () => expect(await readiness()).toBe(200), patient)
  })

  it.each(faults)(
    'lose nothing that was saved and converge: %s',
    { timeout: 60_000 * rounds },
    async (name, begin, end) => {
      const redis = await newRedis()
      const toRedis = await TcpWay.open(redis.url, 6379)
      const toPostgres = await TcpWay.open(location.url, 5432)
      const setup = { redis, toRedis, toPostgres }
      const [one, two] = await Promise.all([
        startNode(toRedis.url, toPostgres.url),
        startNode(redis.url, location.url),
      ])
      onTestFinished(() => {
        toRedis.close()
        toPostgres.close()
      })
      const writers = [writer(one), writer(two)]
      const [ana, luz] = writers.map(({ client }) => client) as [StockClient, StockClient]
      await Promise.all([synced(ana), synced(luz)])
      const healMs: number[] = []
      let word = 0
      const type = ({ doc }: StockClient): void => doc.getText('text').insert(0, `${word++} `)
      for (let round = 0; round < rounds; round++) {
        const typing = setInterval(() => [ana, luz].forEach(type), 25)
        // oxlint-disable-next-line no-await-in-loop -- round by round
        await begin(setup)
        // oxlint-disable-next-line no-await-in-loop -- the fault lasts so long, whatever happens
        await new Promise((resolve) => setTimeout(resolve, roundMs))
        // oxlint-disable-next-line no-await-in-loop -- round by round
        await end(setup)
        clearInterval(typing)
        const healedFrom = performance.now()
        // oxlint-disable-next-line no-await-in-loop -- round by round
        await eventually(async () => {
          expect(textOf(ana)).toBe(textOf(luz))
          const doc = await stored()
          expect(doc.getText('text').toJSON()).toBe(textOf(ana))
          const clocks = Y.decodeStateVector(Y.encodeStateVector(doc))
          for (const { client, savedClock } of writers)
            expect(clocks.get(client.doc.clientID) ?? 0).toBeGreaterThanOrEqual(savedClock())
        }, patient)
        healMs.push(performance.now() - healedFrom)
        expect(textOf(ana).match(/\d+ /g)).toHaveLength(word)
      }
      const slowest = Math.max(...healMs).toFixed(0)
      if (rounds > 1) console.log(`${name}: ${rounds} rounds, ${word} words, healed in ${slowest} ms at most`)
    },
  )
})
