import { describe, expect, inject, it, onTestFinished } from 'vitest'

import { eventually } from '#collab-server/testing/eventually'
import type { ProxyUnderTest, Upstreams } from '#collab-server/testing/proxies/proxy-process'
import { startStandInApp } from '#collab-server/testing/proxies/stand-in-app'
import { startCaddy } from '#collab-server/testing/proxies/start-caddy'
import { startNginx } from '#collab-server/testing/proxies/start-nginx'
import { webSocketsThrough } from '#collab-server/testing/proxies/through-proxy'
import { startNodes, type TestNode } from '#collab-server/testing/start-nodes'
import { stockClient, synced, type StockClient } from '#collab-server/testing/stock-client'
import { dropSchema, hasPostgres, newSchema } from '#storage/postgres/testing/test-schema'

const { nginx, caddy } = inject('proxies')

async function join(proxy: ProxyUnderTest): Promise<StockClient> {
  const client = stockClient(`wss://127.0.0.1:${proxy.port}/collab`, 'room', {
    WebSocket: webSocketsThrough(proxy),
  })
  await synced(client)
  return client
}

const textIn = ({ doc }: StockClient) => doc.getText('text')

type Proxy = readonly [
  name: string,
  program: string | null,
  start: (program: string, upstreams: Upstreams) => Promise<ProxyUnderTest>,
]

const proxies: readonly Proxy[] = [
  ['nginx', nginx, startNginx],
  ['Caddy', caddy, startCaddy],
]

describe.each(proxies)('behind %s', (_name, program, startProxy) => {
  it.skipIf(program === null || !hasPostgres)(
    'people of one document may be on different servers, and go on when one of these ends',
    { timeout: 60_000 },
    async () => {
      const location = newSchema()
      onTestFinished(() => dropSchema(location))
      const [one, other] = (await startNodes(2, location, { trustProxy: true })) as [TestNode, TestNode]
      const app = await startStandInApp()
      const proxy = await startProxy(program ?? '', { app: app.port, collab: [one.port, other.port] })

      const [ana, luz] = [await join(proxy), await join(proxy)]
      expect([one.stats().connections, other.stats().connections]).toEqual([1, 1])
      textIn(ana).insert(0, 'hola')
      await eventually(() => expect(textIn(luz).toJSON()).toBe('hola'))
      textIn(luz).insert(4, ' y adiós')
      await eventually(() => expect(textIn(ana).toJSON()).toBe('hola y adiós'))

      await one.close()
      await eventually(() => expect(other.stats().connections).toBe(2))
      textIn(ana).insert(0, '¡')
      textIn(luz).insert(textIn(luz).length, '!')
      await eventually(() => {
        expect([ana, luz].map((client) => textIn(client).toJSON())).toEqual(Array(2).fill('¡hola y adiós!'))
      })
    },
  )
})
