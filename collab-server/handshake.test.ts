import { describe, expect, it } from 'vitest'

import {
  appOrigin,
  startTestServer,
  testSecret,
  type TestServer,
} from '#collab-server/testing/start-test-server'
import { WireClient } from '#collab-server/testing/wire-client'
import { signDocumentToken } from '#access/document-token'
import { JournaledDocumentUpdateStore } from '#storage/journal/journaled-document-update-store'
import { schemaVersion } from '#schema/version'

const documentId = 'doc-1'
const emptyUpdate = Uint8Array.of(0, 0)
const inAnHour = Date.now() + 3_600_000

async function startWithDocument(): Promise<TestServer> {
  const server = await startTestServer()
  expect((await server.internal('PUT', `/internal/documents/${documentId}`)).status).toBe(204)
  return server
}

const claims = {
  documentId,
  userId: 'eve',
  role: 'editor',
  via: 'address',
  issuedAt: Date.now(),
  expiresAt: Date.now() + 60_000,
} as const
const tokenQuery = (token: string): string =>
  `/${documentId}?token=${encodeURIComponent(token)}&schema=${schemaVersion}`
const [goodPayload, goodSignature] = signDocumentToken(testSecret, claims).split('.') as [string, string]
const forgedPayload = Buffer.from(JSON.stringify({ ...claims, role: 'owner' })).toString('base64url')

describe('H4: tokens', () => {
  it('six bad ones get no byte of the document', async () => {
    const server = await startWithDocument()
    const bad: [what: string, path: string, status: number][] = [
      ['none', `/${documentId}?schema=${schemaVersion}`, 401],
      ['signed with another secret', tokenQuery(signDocumentToken('x'.repeat(40), claims)), 401],
      ['changed claims', tokenQuery(`${forgedPayload}.${goodSignature}`), 401],
      ['no signature', tokenQuery(`${goodPayload}.`), 401],
      [
        'would live too long',
        tokenQuery(signDocumentToken(testSecret, { ...claims, expiresAt: inAnHour })),
        401,
      ],
      [
        'for another document',
        tokenQuery(signDocumentToken(testSecret, { ...claims, documentId: 'doc-2' })),
        403,
      ],
    ]
    for (const [what, path, status] of bad) {
      const client = await WireClient.connect(server.url + path)
      await client.closed
      expect({ what, status: client.refusedWith, messages: client.messages }).toEqual({
        what,
        status,
        messages: [],
      })
    }
    expect(server.stats()).toEqual({ rooms: 0, connections: 0 })
  })

  it('says 4401 for an expired one after 101, so that the client fetches a fresh one', async () => {
    const server = await startWithDocument()
    const client = await WireClient.connect(
      server.url + server.pathFor(documentId, { expiresAt: Date.now() - 1 }),
    )
    expect(await client.closed).toEqual({ code: 4401, reason: 'token expired' })
    expect(client.messages).toEqual([])
  })
})

describe('H5: older clients are sent away before any byte of the document', () => {
  it.each([
    ['missing', undefined],
    ['older', String(schemaVersion - 1)],
    ['no number', 'latest'],
    ['negative', '-1'],
  ])('schema version %s', async (_what, schema) => {
    const server = await startWithDocument()
    const path = server.pathFor(documentId, {}, schema === undefined ? {} : { schema })
    const url = new URL(server.url + path)
    if (schema === undefined) url.searchParams.delete('schema')
    const client = await WireClient.connect(url.href)
    expect(await client.closed).toMatchObject({ code: 4426 })
    expect(client.messages).toEqual([])
  })

  it('a newer one may come in', async () => {
    const server = await startWithDocument()
    const path = server.pathFor(documentId, {}, { schema: String(schemaVersion + 1) })
    const client = await WireClient.connect(server.url + path)
    await client.catchUp()
    expect(client.receivedDoc().getXmlFragment('default').length).toBe(1)
  })
})

describe('H3: origins', () => {
  it('a good token is not enough for a foreign page', async () => {
    const server = await startWithDocument()
    const origins: [origin: string | undefined, allowed: boolean][] = [
      [undefined, true],
      [appOrigin, true],
      ['http://pliego.test:3001', false],
      ['https://pliego.test:3000', false],
      ['http://pliego.test', false],
      ['http://evil.test:3000', false],
      ['http://pliego.test:3000.evil.test', false],
      ['null', false],
    ]
    for (const [origin, allowed] of origins) {
      const options = origin === undefined ? {} : { origin }
      const client = await WireClient.connect(server.url + server.pathFor(documentId), options)
      expect({ origin, status: client.refusedWith }).toEqual({ origin, status: allowed ? undefined : 403 })
      if (allowed) await client.catchUp()
    }
  })
})

describe('H1: room names', () => {
  it('other than document ids are refused in token mode', async () => {
    const server = await startTestServer()
    const query = server.pathFor('doc-1').split('?')[1] ?? ''
    for (const name of ['', '%20', 'a/b', 'a.b', '%2e%2e', 'x'.repeat(129), 'caf%C3%A9', '%ff', '%']) {
      const client = await WireClient.connect(`${server.url}/${name}?${query}`)
      expect({ name, status: client.refusedWith }).toEqual({ name, status: 400 })
    }
  })

  it('other than clean paths are refused in open mode', async () => {
    const server = await startTestServer({ access: { mode: 'open' } })
    for (const name of ['', 'a//b', 'a%2F..%2Fb', '%2E', '%00', 'a%0Ab', '%ff', 'x'.repeat(201), '%E2%82']) {
      const client = await WireClient.connect(`${server.url}/${name}`)
      expect({ name, status: client.refusedWith }).toEqual({ name, status: 400 })
    }
    const client = await WireClient.connect(`${server.url}/notas/d%C3%ADa%201`)
    expect(client.refusedWith).toBeUndefined()
  })

  it('a room is the same under /collab/', async () => {
    const server = await startWithDocument()
    const direct = await WireClient.connect(server.url + server.pathFor(documentId))
    const proxied = await WireClient.connect(`${server.url}/collab${server.pathFor(documentId)}`)
    await direct.catchUp()
    await proxied.catchUp()
    expect(server.stats()).toEqual({ rooms: 1, connections: 2 })
  })
})

describe('H6: documents that do not exist', () => {
  it('close with 4404 in token mode', async () => {
    const server = await startTestServer()
    const client = await WireClient.connect(server.url + server.pathFor('nobody-made-me'))
    expect(await client.closed).toMatchObject({ code: 4404 })
    expect(client.messages).toEqual([])
    expect(server.stats().rooms).toBe(0)
  })

  it('are empty in open mode, and looking at them makes nothing', async () => {
    const server = await startTestServer({ access: { mode: 'open' } })
    const client = await WireClient.connect(`${server.url}/only/looked/at`)
    await client.catchUp()
    expect(client.sync('step2')).toEqual([emptyUpdate])
    await server.close()
    const store = await JournaledDocumentUpdateStore.open(server.dataDir)
    expect(await store.load('only/looked/at')).toBeUndefined()
    await store.close()
  })
})
