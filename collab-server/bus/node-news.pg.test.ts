import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { eventually } from '#collab-server/testing/eventually'
import { startNodes, type TestNode } from '#collab-server/testing/start-nodes'
import { appOrigin, testSecret } from '#collab-server/testing/start-test-server'
import { textUpdate, WireClient } from '#collab-server/testing/wire-client'
import type { DocumentTokenClaims } from '#access/document-token'
import { signFeedToken } from '#access/feed-token'
import { fixedSecret } from '#config/shared-secret'
import { updateMessage } from '#protocol/message-parts'
import type { PostgresLocation } from '#storage/postgres/postgres-database'
import { dropSchema, hasPostgres, newSchema } from '#storage/postgres/testing/test-schema'

const access = {
  mode: 'token',
  secret: fixedSecret(testSecret),
  origins: { allowedOrigins: [appOrigin], appPort: 3000, trustProxy: false },
} as const

const isOpen = ({ webSocket }: WireClient): boolean => webSocket.readyState === webSocket.OPEN

async function join(
  node: TestNode,
  documentId: string,
  claims: Partial<DocumentTokenClaims> = {},
): Promise<WireClient> {
  const client = await WireClient.connect(node.url + node.pathFor(documentId, claims))
  if (isOpen(client)) await client.catchUp()
  return client
}

function feedOf(node: TestNode, userId: string): Promise<WireClient> {
  const token = signFeedToken(testSecret, { userId, issuedAt: Date.now(), expiresAt: Date.now() + 60_000 })
  return WireClient.connect(`${node.url}/~feed?pass=${encodeURIComponent(token)}`)
}

const heard = (client: WireClient): unknown[] =>
  client.messages.map((message) => (JSON.parse(Buffer.from(message).toString()) as { news: unknown }).news)

describe.skipIf(!hasPostgres)('what one of several collab servers is told by the app', () => {
  let location: PostgresLocation
  beforeEach(() => {
    location = newSchema()
  })
  afterEach(() => dropSchema(location))

  it.each([
    ['over the bus', true],
    ['by the store, while the bus is down', false],
  ])('T3, T5: ends access on all of them, %s', async (_how, isUp) => {
    const limits = { catchUpAloneMs: 100, catchUpIntervalMs: 60_000 }
    const [one, two] = (await startNodes(2, location, { access, limits })) as [TestNode, TestNode]
    for (const id of ['doc-1', 'doc-2']) await one.internal('PUT', `/internal/documents/${id}`)
    const [byLink, byAddress, bySession] = await Promise.all([
      join(two, 'doc-1', { via: 'link-1' }),
      join(two, 'doc-1', { via: 'address', userId: 'luz' }),
      join(two, 'doc-2', { sessionId: 'session-1', userId: 'eva' }),
    ])
    for (const { bus } of [one, two]) bus.set(isUp)
    const change = { changedAt: Date.now(), via: ['link-1'] }
    const answers = await Promise.all([
      one.internal('POST', '/internal/documents/doc-1/access-changes', change),
      one.internal('POST', '/internal/session-ends', { sessionIds: ['session-1'] }),
    ])
    expect(answers.map(({ status }) => status)).toEqual([204, 204])
    expect((await byLink.closed).code).toBe(4401)
    expect((await bySession.closed).code).toBe(4401)
    expect(isOpen(byAddress)).toBe(true)
    // Nor does a token from before come in any more.
    const late = await WireClient.connect(two.url + two.pathFor('doc-1', { issuedAt: change.changedAt }))
    expect((await late.closed).code).toBe(4401)
  })

  it('T3: is known to one that starts later, though the clock of the app be ahead', async () => {
    const [one] = (await startNodes(1, location, { access })) as [TestNode]
    await one.internal('PUT', '/internal/documents/doc-1')
    const ahead = Date.now() + 20_000
    await one.internal('POST', '/internal/documents/doc-1/access-changes', { changedAt: ahead })
    const [late] = (await startNodes(1, location, { access })) as [TestNode]
    const before = await WireClient.connect(late.url + late.pathFor('doc-1', { issuedAt: ahead }))
    expect((await before.closed).code).toBe(4401)
    expect(isOpen(await join(late, 'doc-1', { issuedAt: ahead + 1 }))).toBe(true)
  })

  it('ends a removed document everywhere, and what is still written to it makes none', async () => {
    const [one, two] = (await startNodes(2, location, { access })) as [TestNode, TestNode]
    await one.internal('PUT', '/internal/documents/doc-1')
    const [ana, luz] = await Promise.all([join(one, 'doc-1'), join(two, 'doc-1', { userId: 'luz' })])
    two.bus.loses = () => true
    one.bus.loses = () => true
    const removal = one.internal('DELETE', '/internal/documents/doc-1', { removedAt: Date.now() })
    for (let at = 1; at <= 50; at++) luz.send(updateMessage(textUpdate(`${at}`, 1_000 + at)))
    expect((await removal).status).toBe(204)
    expect((await ana.closed).code).toBe(4401)
    expect([4401, 4404]).toContain((await luz.closed).code)
    expect((await one.internal('GET', '/internal/documents/doc-1/content')).status).toBe(404)
    expect((await two.internal('GET', '/internal/documents/doc-1/content')).status).toBe(404)
  })

  it('F3: is heard by people whose feed is on one and whose document is on another', async () => {
    const [one, two, three] = (await startNodes(3, location, { access })) as [TestNode, TestNode, TestNode]
    await one.internal('PUT', '/internal/documents/doc-1')
    await join(two, 'doc-1', { userId: 'ana' })
    const [ana, luz] = await Promise.all([feedOf(three, 'ana'), feedOf(three, 'luz')])
    const tell = (content: unknown) => one.internal('POST', '/internal/feed-news', content)
    await tell({ topic: 'chat:doc-1' })
    await tell({ topic: 'notifications', userIds: ['luz'] })
    await eventually(() => expect(heard(ana)).toEqual([['chat:doc-1']]))
    await eventually(() => expect(heard(luz)).toEqual([['notifications']]))
  })
})
