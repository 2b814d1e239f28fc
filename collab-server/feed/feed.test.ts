import { describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'

import { maxSocketsOfPerson } from '#collab-server/feed/feed'
import { eventually } from '#collab-server/testing/eventually'
import {
  appOrigin,
  startTestServer,
  testSecret,
  type TestServer,
} from '#collab-server/testing/start-test-server'
import { WireClient, type WireClientOptions } from '#collab-server/testing/wire-client'
import { signDocumentToken } from '#access/document-token'
import { type FeedTokenClaims, signFeedToken } from '#access/feed-token'

const claimsOf = (claims: Partial<FeedTokenClaims> = {}): FeedTokenClaims => ({
  userId: 'ana',
  issuedAt: Date.now(),
  expiresAt: Date.now() + 60_000,
  ...claims,
})
const pathWith = (token: string, path = '/~feed') => `${path}?pass=${encodeURIComponent(token)}`
const connect = (
  server: TestServer,
  claims: Partial<FeedTokenClaims> = {},
  options: WireClientOptions & { path?: string } = {},
) =>
  WireClient.connect(
    server.url + pathWith(signFeedToken(testSecret, claimsOf(claims)), options.path),
    options,
  )
const tell = (server: TestServer, content: unknown) => server.internal('POST', '/internal/feed-news', content)
const tellPeople = (server: TestServer, ...userIds: string[]) =>
  tell(server, { topic: 'notifications', userIds })
const heard = (client: WireClient): unknown[] =>
  client.messages.map((message) => (JSON.parse(Buffer.from(message).toString()) as { news: unknown }).news)
const isOpen = ({ webSocket }: WireClient) => webSocket.readyState === WebSocket.OPEN

describe('F1: the handshake', () => {
  it('opens at both paths, for our own pages and for programs', async () => {
    const server = await startTestServer()
    expect(isOpen(await connect(server))).toBe(true)
    expect(isOpen(await connect(server, {}, { path: '/collab/~feed', origin: appOrigin }))).toBe(true)
  })

  it('refuses other sites', async () => {
    const server = await startTestServer()
    expect((await connect(server, {}, { origin: 'https://evil.example' })).refusedWith).toBe(403)
  })

  it.each([
    ['no token', '/~feed'],
    ['a forged one', pathWith(signFeedToken('another secret of the tests', claimsOf()))],
    [
      'one of a document',
      pathWith(
        signDocumentToken(testSecret, { ...claimsOf(), documentId: 'd', role: 'owner', via: 'ownership' }),
      ),
    ],
  ])('refuses %s', async (_what, path) => {
    const server = await startTestServer()
    expect((await WireClient.connect(server.url + path)).refusedWith).toBe(401)
  })

  it('opens no document with a token of a feed', async () => {
    const server = await startTestServer()
    const token = signFeedToken(testSecret, claimsOf())
    expect((await WireClient.connect(`${server.url}/doc-1?token=${token}`)).refusedWith).toBe(401)
  })

  it('is a room like another in open mode', async () => {
    const server = await startTestServer({ access: { mode: 'open' } })
    expect(isOpen(await WireClient.connect(`${server.url}/~feed`))).toBe(true)
    expect(server.stats().connections).toBe(1)
  })
})

describe('F2: tokens', () => {
  it('end their connection', async () => {
    const server = await startTestServer()
    const client = await connect(server, { expiresAt: Date.now() + 300 })
    expect((await client.closed).code).toBe(4401)
  })

  it('that have ended, or are from before the server started, are told so', async () => {
    const server = await startTestServer()
    const [ended, old] = [
      await connect(server, { expiresAt: Date.now() - 1 }),
      await connect(server, { issuedAt: Date.now() - 60_000 }),
    ]
    expect([(await ended.closed).code, (await old.closed).code]).toEqual([4401, 4401])
  })

  it('T5: end with the session of their account, and are not taken again', async () => {
    const server = await startTestServer()
    const [here, other] = [
      await connect(server, { sessionId: 's1' }),
      await connect(server, { sessionId: 's2' }),
    ]
    await server.internal('POST', '/internal/session-ends', { sessionIds: ['s1'] })
    expect((await here.closed).code).toBe(4401)
    expect((await (await connect(server, { sessionId: 's1' })).closed).code).toBe(4401)
    expect(isOpen(other)).toBe(true)
  })
})

describe('F3: news', () => {
  it('reach every page of those whom they are for, and nobody else', async () => {
    const server = await startTestServer()
    const [one, two, eva] = [
      await connect(server),
      await connect(server),
      await connect(server, { userId: 'eva' }),
    ]
    expect((await tellPeople(server, 'ana', 'nobody')).status).toBe(204)
    await eventually(() =>
      expect([heard(one), heard(two)]).toEqual([[['notifications']], [['notifications']]]),
    )
    await tellPeople(server, 'eva')
    await eventually(() => expect(heard(eva)).toEqual([['notifications']]))
    expect(heard(one)).toHaveLength(1)
  })

  it('that come in a burst are told together', async () => {
    const server = await startTestServer()
    const client = await connect(server)
    for (let count = 0; count < 30; count++) await tellPeople(server, 'ana')
    await tellPeople(server, 'ana')
    await eventually(() => expect(heard(client).length).toBeGreaterThan(1))
    expect(heard(client).length).toBeLessThan(15)
  })

  it('of a chat reach who has its document open, while they may', async () => {
    const server = await startTestServer()
    for (const id of ['doc-1', 'doc-2']) await server.internal('PUT', `/internal/documents/${id}`)
    const feeds = new Map<string, WireClient>()
    for (const userId of ['ana', 'eva', 'luz']) feeds.set(userId, await connect(server, { userId }))
    const enter = (userId: string, documentId: string) =>
      WireClient.connect(server.url + server.pathFor(documentId, { userId, via: userId, role: 'viewer' }))
    const inside = await enter('ana', 'doc-1')
    await enter('eva', 'doc-1')
    await enter('luz', 'doc-2')
    await tell(server, { topic: 'chat:doc-1' })
    await tell(server, { topic: 'chat:doc-2' })
    for (const [userId, documentId] of [
      ['ana', 'doc-1'],
      ['eva', 'doc-1'],
      ['luz', 'doc-2'],
    ] as const) {
      const client = feeds.get(userId)
      await eventually(() => expect(client && heard(client)).toEqual([[`chat:${documentId}`]]))
    }
    // Only some of them, where it concerns nobody else.
    await tell(server, { topic: 'chat:doc-1', userIds: ['eva', 'luz'] })
    await eventually(() => expect(heard(feeds.get('eva') as WireClient)).toHaveLength(2))
    expect(heard(feeds.get('ana') as WireClient)).toHaveLength(1)
    expect(heard(feeds.get('luz') as WireClient)).toHaveLength(1)
    await server.internal('POST', '/internal/documents/doc-1/access-changes', {
      changedAt: Date.now(),
      via: ['ana'],
    })
    await inside.closed
    await tell(server, { topic: 'chat:doc-1' })
    await eventually(() => expect(heard(feeds.get('eva') as WireClient)).toHaveLength(3))
    expect(heard(feeds.get('ana') as WireClient)).toHaveLength(1)
  })

  it('are refused in another form, and from anybody but the app', async () => {
    const server = await startTestServer()
    const unreadable = [{ topic: 'chat:../x' }, { topic: 'chat:doc-1', userIds: 'ana' }]
    for (const content of [{}, { topic: 'all' }, { topic: 'notifications' }, ...unreadable]) {
      expect((await tell(server, content)).status).toBe(400)
    }
    const unsigned = await fetch(`http://127.0.0.1:${server.port}/internal/feed-news`, { method: 'POST' })
    expect(unsigned.status).toBe(401)
  })

  it('come with signs of life where there are none', async () => {
    const server = await startTestServer({ limits: { pingIntervalMs: 400 } })
    const client = await connect(server)
    await eventually(() => expect(heard(client).slice(0, 2)).toEqual([[], []]))
  })
})

describe('F4, F5: limits', () => {
  it.each([
    ['a text', 'hello', 4400],
    ['bytes', Buffer.from([1, 2]), 4400],
    ['something large', 'x'.repeat(5_000), 1009],
  ])('%s from a client ends its connection', async (_what, message, code) => {
    const server = await startTestServer()
    const client = await connect(server)
    client.webSocket.send(message)
    expect((await client.closed).code).toBe(code)
  })

  it('one person has so many and no more, others as before', async () => {
    const server = await startTestServer()
    const clients = await Promise.all(Array.from({ length: maxSocketsOfPerson }, () => connect(server)))
    expect((await connect(server)).refusedWith).toBe(429)
    expect(isOpen(await connect(server, { userId: 'eva' }))).toBe(true)
    clients[0]?.webSocket.close()
    await clients[0]?.closed
    await eventually(async () => expect((await connect(server)).refusedWith).toBeUndefined())
  })

  it('an address has its share, apart from its documents', async () => {
    const server = await startTestServer({ limits: { maxConnectionsPerAddress: 1 } })
    await server.internal('PUT', '/internal/documents/doc-1')
    expect(isOpen(await connect(server))).toBe(true)
    expect((await connect(server, { userId: 'eva' })).refusedWith).toBe(429)
    expect(isOpen(await WireClient.connect(server.url + server.pathFor('doc-1')))).toBe(true)
  })

  it('L4: who shows no life is cut', async () => {
    const server = await startTestServer({ limits: { pingIntervalMs: 40, maxConnectionsPerAddress: 1 } })
    const client = await connect(server)
    client.webSocket.pause()
    await eventually(async () => expect((await connect(server)).refusedWith).toBeUndefined())
    client.webSocket.resume()
    expect((await client.closed).code).toBe(1006)
  })

  it('all are told that the server restarts', async () => {
    const server = await startTestServer()
    const client = await connect(server)
    await server.close()
    expect((await client.closed).code).toBe(1012)
  })
})
