import { once } from 'node:events'
import { Agent } from 'node:https'
import { text } from 'node:stream/consumers'
import { describe, expect, inject, it } from 'vitest'
import { WebSocket } from 'ws'

import { signFeedToken } from '#access/feed-token'
import type { Limits } from '#collab-server/limits'
import { eventually } from '#collab-server/testing/eventually'
import {
  bytesOfTest,
  type ProxyUnderTest,
  type Upstreams,
} from '#collab-server/testing/proxies/proxy-process'
import { startStandInApp } from '#collab-server/testing/proxies/stand-in-app'
import { startCaddy } from '#collab-server/testing/proxies/start-caddy'
import { startNginx } from '#collab-server/testing/proxies/start-nginx'
import { ask, askApp, publicUrl, webSocketsThrough } from '#collab-server/testing/proxies/through-proxy'
import { startTestServer, testSecret, type TestServer } from '#collab-server/testing/start-test-server'
import { stockClient, synced, type StockClient } from '#collab-server/testing/stock-client'
import { fixedSecret } from '#config/shared-secret'

/** Several processes start in each of these tests. */
const timeout = 60_000

const { nginx, caddy } = inject('proxies')

/** As `PUBLIC_URL` and `TRUST_PROXY=true` make it, with a document in it. */
async function startNode(limits: Partial<Limits> = {}): Promise<TestServer> {
  const server = await startTestServer({
    trustProxy: true,
    limits,
    access: {
      mode: 'token',
      secret: fixedSecret(testSecret),
      origins: { publicUrl, appPort: 3000, trustProxy: true },
    },
  })
  await server.internal('PUT', '/internal/documents/doc-1')
  return server
}

function openDocument(server: TestServer, proxy: ProxyUnderTest, documentId = 'doc-1'): StockClient {
  const [, query = ''] = server.pathFor(documentId).split('?')
  return stockClient(`wss://127.0.0.1:${proxy.port}/collab`, documentId, {
    params: Object.fromEntries(new URLSearchParams(query)),
    WebSocket: webSocketsThrough(proxy),
  })
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
  const start = async () => {
    const [app, server] = await Promise.all([startStandInApp(), startNode()])
    return { app, server, proxy: await startProxy(program ?? '', { app: app.port, collab: [server.port] }) }
  }

  it.skipIf(program === null)(
    'both servers are reached as they would be without, and no more of them than is meant to be',
    { timeout },
    async () => {
      const { proxy, server, app } = await start()
      // Whatever the browser says of that.
      const claims = {
        'x-forwarded-for': '203.0.113.9',
        'x-forwarded-host': 'evil.example',
        'x-forwarded-proto': 'http',
      }
      const { path, headers } = await askApp(proxy, '/d/abc?x=%C3%B1', { headers: claims })
      expect(path).toBe('/d/abc?x=%C3%B1')
      expect(headers).toMatchObject({
        host: 'pliego.example.org',
        'x-forwarded-for': '127.0.0.1',
        'x-forwarded-host': 'pliego.example.org',
        'x-forwarded-proto': 'https',
      })

      const response = await ask(proxy, '/slowly')
      const [first] = (await once(response, 'data')) as [Buffer]
      expect(first.toString()).toBe('first')
      app.goOn()
      expect(await text(response)).toBe('last')

      const body = new Uint8Array(bytesOfTest)
      const { bodyBytes } = await askApp(proxy, '/api/documents/import', { method: 'POST', body })
      expect(bodyBytes).toBe(body.byteLength)
      const larger = { method: 'POST', body: new Uint8Array(bytesOfTest + 1) }
      const refused = await ask(proxy, '/api/documents/import', larger)
      // An older Caddy says of it that the app did not answer.
      expect([413, 502]).toContain(refused.resume().statusCode)

      for (const path of ['/metrics', '/internal/status?for=ana', '/collaborate']) {
        // oxlint-disable-next-line no-await-in-loop -- one after the other says which
        expect((await askApp(proxy, path)).path).toBe(path)
      }
      for (const path of ['/collab/metrics', '/collab/../metrics', '/collab/internal/status']) {
        // oxlint-disable-next-line no-await-in-loop -- one after the other says which
        expect(await text(await ask(proxy, path))).not.toMatch(/pliego_|nodes/)
      }

      const [ana, luis] = [openDocument(server, proxy), openDocument(server, proxy)]
      await Promise.all([synced(ana), synced(luis)])
      textIn(ana).insert(0, 'hola')
      await eventually(() => expect(textIn(luis).toJSON()).toBe('hola'))
      textIn(luis).insert(4, ' y adiós')
      await eventually(() => expect(textIn(ana).toJSON()).toBe('hola y adiós'))

      const now = Date.now()
      const pass = signFeedToken(testSecret, { userId: 'ana', issuedAt: now, expiresAt: now + 60_000 })
      const Socket = webSocketsThrough(proxy)
      const feed = new Socket(`wss://127.0.0.1:${proxy.port}/collab/~feed?pass=${encodeURIComponent(pass)}`)
      const heard = once(feed, 'message') as Promise<[Buffer]>
      await once(feed, 'open')
      await server.internal('POST', '/internal/feed-news', { topic: 'notifications', userIds: ['ana'] })
      const [news] = await heard
      expect(news.toString()).toContain('notifications')
      feed.terminate()
    },
  )

  it.skipIf(program === null)(
    'no secret is written down, whether somebody answers or not',
    { timeout },
    async () => {
      const { proxy } = await start()
      expect(await statusesOf(proxy)).not.toContain(502)
      // Which proxies write of.
      const alone = await startProxy(program ?? '', { app: 1, collab: [1] })
      expect(await statusesOf(alone)).toEqual([502, 502, 502])
      expect(alone.log()).toMatch(/ 502 |connection refused/)
      for (const { log } of [proxy, alone])
        expect(log()).not.toMatch(/the-secret|a-token|a-document|another-d/)
    },
  )
})

/** Addresses that let people in, and a token. */
const secrets = ['/s/the-secret-of-a-link', '/collab/a-document?token=a-token', '/d/another-document']
const statusesOf = (proxy: ProxyUnderTest) =>
  Promise.all(secrets.map(async (path) => (await ask(proxy, path)).resume().statusCode))

/** A socket of the page on which this server says nothing of itself. */
async function openQuietSocket(server: TestServer, proxy: ProxyUnderTest): Promise<WebSocket> {
  const Socket = webSocketsThrough(proxy)
  const socket = new Socket(`wss://127.0.0.1:${proxy.port}/collab${server.pathFor('doc-1')}`)
  await once(socket, 'open')
  return socket
}

async function answersPing(socket: WebSocket): Promise<void> {
  socket.ping()
  await once(socket, 'pong')
}

const quiet = { pingIntervalMs: 60_000 }

describe('a socket on which nobody says anything', () => {
  it.skipIf(nginx === null)(
    'outlives what nginx does by itself, which would end it',
    { timeout },
    async () => {
      const [app, server] = await Promise.all([startStandInApp(), startNode(quiet)])
      const upstreams = { app: app.port, collab: [server.port] }
      const proxy = await startNginx(nginx ?? '', upstreams)
      const forgetful = await startNginx(nginx ?? '', upstreams, [
        '  proxy_read_timeout    1h;\n',
        '  proxy_send_timeout    1h;\n',
      ])
      const socket = await openQuietSocket(server, proxy)
      // Twice as long as it takes.
      await once(await openQuietSocket(server, forgetful), 'close')
      await once(await openQuietSocket(server, forgetful), 'close')
      await answersPing(socket)
      expect(socket.readyState).toBe(WebSocket.OPEN)
      socket.terminate()
    },
  )

  it.skipIf(caddy === null)('outlives connections that Caddy ends as idle', { timeout }, async () => {
    const [app, server] = await Promise.all([startStandInApp(), startNode(quiet)])
    const proxy = await startCaddy(caddy ?? '', { app: app.port, collab: [server.port] })
    const socket = await openQuietSocket(server, proxy)
    const agent = new Agent({ keepAlive: true })
    const response = await ask(proxy, '/', { agent })
    const ended = once(response.socket, 'close')
    await text(response)
    await ended
    await answersPing(socket)
    expect(socket.readyState).toBe(WebSocket.OPEN)
    socket.terminate()
  })
})
