import { describe, expect, it } from 'vitest'

import { AccessChanges } from '#collab-server/access-changes'
import { eventually } from '#collab-server/testing/eventually'
import { startTestServer, testSecret, type TestServer } from '#collab-server/testing/start-test-server'
import { textUpdate, WireClient } from '#collab-server/testing/wire-client'
import { maxTokenLifetimeMs, signDocumentToken, type DocumentTokenClaims } from '#access/document-token'
import { tokenMessage, updateMessage } from '#protocol/message-parts'

const documentId = 'doc-1'

async function startWithDocument(): Promise<TestServer> {
  const server = await startTestServer()
  for (const id of [documentId, 'doc-2']) await server.internal('PUT', `/internal/documents/${id}`)
  return server
}

async function join(
  server: TestServer,
  claims: Partial<DocumentTokenClaims> = {},
  id = documentId,
): Promise<WireClient> {
  const client = await WireClient.connect(server.url + server.pathFor(id, claims, { acks: '1' }))
  if (client.webSocket.readyState === client.webSocket.OPEN) await client.catchUp()
  return client
}

const isOpen = (client: WireClient): boolean => client.webSocket.readyState === client.webSocket.OPEN

function sign(claims: Partial<DocumentTokenClaims>): string {
  const now = Date.now()
  return signDocumentToken(testSecret, {
    documentId,
    userId: 'user-1',
    role: 'editor',
    via: 'address',
    issuedAt: now,
    expiresAt: now + 60_000,
    ...claims,
  })
}

const change = (server: TestServer, content: unknown, id = documentId): Promise<Response> =>
  server.internal('POST', `/internal/documents/${id}/access-changes`, content)

/** Whether what the client writes now is taken, as another reader sees it. */
async function isHeard(
  server: TestServer,
  client: WireClient,
  text: string,
  clientId: number,
): Promise<boolean> {
  client.send(updateMessage(textUpdate(text, clientId)))
  await client.catchUp()
  const reader = await join(server, { userId: 'reader', role: 'viewer' })
  return reader.receivedDoc().getText('text').toString().includes(text)
}

describe('T1: a token that ends', () => {
  it('ends its connection', async () => {
    const server = await startWithDocument()
    const client = await join(server, { expiresAt: Date.now() + 400 })
    expect(await client.closed).toEqual({ code: 4401, reason: 'token expired' })
  })
})

describe('T2: another token for a live connection', () => {
  it('lets it live on', async () => {
    const server = await startWithDocument()
    const client = await join(server, { expiresAt: Date.now() + 600 })
    client.send(tokenMessage(sign({})))
    const witness = await join(server, { expiresAt: Date.now() + 900 })
    await witness.closed
    await client.catchUp()
    expect(isOpen(client)).toBe(true)
  })

  it('brings its role with it, either way', async () => {
    const server = await startWithDocument()
    const client = await join(server)
    expect(await isHeard(server, client, 'one', 101)).toBe(true)
    client.send(tokenMessage(sign({ role: 'viewer' })))
    expect(await isHeard(server, client, 'two', 102)).toBe(false)
    client.send(tokenMessage(sign({ role: 'editor' })))
    expect(await isHeard(server, client, 'three', 103)).toBe(true)
  })

  it.each<[string, () => string]>([
    ['for another document', () => sign({ documentId: 'doc-2' })],
    ['of somebody else', () => sign({ userId: 'user-2' })],
    ['that has expired', () => sign({ expiresAt: Date.now() - 1 })],
    ['from before the server started', () => sign({ issuedAt: Date.now() - 600_000 })],
    ['that nobody signed', () => 'rubbish'],
  ])('%s ends it', async (_what, token) => {
    const server = await startWithDocument()
    const client = await join(server)
    client.send(tokenMessage(token()))
    expect(await client.closed).toMatchObject({ code: 4401 })
  })

  it('means nothing to a server in open mode', async () => {
    const server = await startTestServer({ access: { mode: 'open' } })
    const client = await WireClient.connect(`${server.url}/room`)
    client.send(tokenMessage('rubbish'))
    await client.catchUp()
    expect(isOpen(client)).toBe(true)
  })
})

describe('T3: a change of access', () => {
  it('sends away within two seconds those whose role came that way, and nobody else', async () => {
    const server = await startWithDocument()
    const byLink = await join(server, { userId: 'eva', via: 'link-1' })
    const byOther = await join(server, { userId: 'luis', via: 'link-2' })
    const owner = await join(server, { userId: 'ana', via: 'ownership', role: 'owner' })
    const elsewhere = await join(server, { userId: 'eva', via: 'link-1', documentId: 'doc-2' }, 'doc-2')
    const changedAt = Date.now()
    expect((await change(server, { changedAt, via: ['link-1'] })).status).toBe(204)
    expect(await byLink.closed).toMatchObject({ code: 4401 })
    expect(Date.now() - changedAt).toBeLessThan(2000)
    for (const client of [byOther, owner, elsewhere]) {
      await client.catchUp()
      expect(isOpen(client)).toBe(true)
    }
  })

  it('sends away everybody where it names nothing', async () => {
    const server = await startWithDocument()
    const clients = [await join(server, { via: 'link-1' }), await join(server, { via: 'ownership' })]
    await change(server, { changedAt: Date.now() })
    for (const client of clients) expect(await client.closed).toMatchObject({ code: 4401 })
  })

  it('lets no token back in that was issued before, and those that were issued after', async () => {
    const server = await startWithDocument()
    const issuedAt = Date.now()
    await change(server, { changedAt: issuedAt, via: ['link-1'] })
    const late = await join(server, { issuedAt, via: 'link-1' })
    expect(await late.closed).toMatchObject({ code: 4401 })
    expect(late.messages).toEqual([])
    const fresh = await join(server, { issuedAt: issuedAt + 1, via: 'link-1' })
    await fresh.catchUp()
    expect(isOpen(fresh)).toBe(true)
  })

  it('sends away who has a newer token too, who may come back with it: a clock may have been set', async () => {
    const server = await startWithDocument()
    const issuedAt = Date.now() + 5_000
    const client = await join(server, { issuedAt, via: 'link-1' })
    await change(server, { changedAt: issuedAt - 4_000, via: ['link-1'] })
    expect(await client.closed).toMatchObject({ code: 4401 })
    const again = await join(server, { issuedAt, via: 'link-1' })
    expect(isOpen(again)).toBe(true)
  })

  it.each([
    ['no time', {}],
    ['a time as text', { changedAt: '1' }],
    ['names that are none', { changedAt: 1, via: [1] }],
    ['no list of names', { changedAt: 1, via: 'link-1' }],
  ])('with %s is refused', async (_what, content) => {
    const server = await startWithDocument()
    const client = await join(server)
    expect((await change(server, content)).status).toBe(400)
    await client.catchUp()
    expect(isOpen(client)).toBe(true)
  })
})

it('T4: a token from before the server started is refused', async () => {
  const server = await startWithDocument()
  const client = await join(server, { issuedAt: Date.now() - 600_000 })
  expect(await client.closed).toMatchObject({ code: 4401 })
  expect(client.messages).toEqual([])
})

describe('which tokens are outdated', () => {
  const [start, hour] = [1_700_000_000_000, 3_600_000]

  /** A server that has just started; `pass` lets time go by, `set` puts the clock forward or back. */
  function started() {
    let [wall, monotonic] = [start, 5]
    const changes = new AccessChanges({ wall: () => wall, monotonic: () => monotonic })
    return {
      changes,
      isOutdated: (issuedAt: number, documentId = 'd') => changes.isOutdated({ documentId, issuedAt }),
      now: () => wall,
      pass: (ms: number): void => {
        wall += ms
        monotonic += ms
      },
      set: (byMs: number): void => {
        wall += byMs
      },
    }
  }

  it('those from before a change, for longer than a token can live', () => {
    const { changes, isOutdated, pass, now } = started()
    pass(1_000)
    const changedAt = now()
    changes.note('d', changedAt)
    pass(maxTokenLifetimeMs)
    changes.note('other', now())
    expect(isOutdated(changedAt)).toBe(true)
    expect(isOutdated(changedAt + 1)).toBe(false)
    expect(isOutdated(changedAt, 'never changed')).toBe(false)
  })

  it('those from before the start, and none after it, however the clock is set', () => {
    const { isOutdated, pass, set, now } = started()
    expect(isOutdated(start - 1)).toBe(true)
    expect(isOutdated(start)).toBe(false)
    for (const step of [-hour, 3 * hour, -2 * hour]) {
      pass(60_000)
      set(step)
      expect(isOutdated(now())).toBe(false)
      pass(60_000)
      expect(isOutdated(now() - 30_000)).toBe(false)
      expect(isOutdated(now() - hour)).toBe(true)
    }
  })

  it('of a document that was changed before the clock was set back, new ones only for a while', () => {
    const { changes, isOutdated, pass, set, now } = started()
    pass(hour)
    const changedAt = now()
    changes.note('d', changedAt)
    set(-hour)
    expect(isOutdated(changedAt)).toBe(true)
    pass(2 * maxTokenLifetimeMs + 1)
    expect(isOutdated(now())).toBe(false)
  })

  it('those of a session that has ended, whenever they were issued', () => {
    const { changes, pass, set, now } = started()
    changes.noteEndOfSession('s')
    set(hour)
    pass(maxTokenLifetimeMs)
    changes.noteEndOfSession('other')
    expect(changes.isOutdated({ documentId: 'd', issuedAt: now(), sessionId: 's' })).toBe(true)
  })
})

it('a viewer gets live edits and has what it writes dropped', async () => {
  const server = await startWithDocument()
  const viewer = await join(server, { userId: 'eva', role: 'viewer' })
  const editor = await join(server, { userId: 'ana' })
  editor.send(updateMessage(textUpdate('for all to see', 5)))
  await eventually(() => expect(viewer.receivedDoc().getText('text').toString()).toBe('for all to see'))
  expect(await isHeard(server, viewer, 'from a viewer', 6)).toBe(false)
  expect(viewer.acks).toEqual([])
})

const end = (server: TestServer, content: unknown): Promise<Response> =>
  server.internal('POST', '/internal/session-ends', content)

describe('T5: the end of a session', () => {
  it('sends away within two seconds who came through it, in every document, and nobody else', async () => {
    const server = await startWithDocument()
    const ofLaptop = [
      await join(server, { sessionId: 'laptop' }),
      await join(server, { sessionId: 'laptop', role: 'viewer' }, 'doc-2'),
    ]
    const others = [await join(server, { sessionId: 'phone' }), await join(server)]
    const told = Date.now()
    expect((await end(server, { sessionIds: ['laptop', 'tablet'] })).status).toBe(204)
    const codes = await Promise.all(ofLaptop.map((client) => client.closed))
    expect(Date.now() - told).toBeLessThan(2000)
    expect(codes.map(({ code }) => code)).toEqual([4401, 4401])
    for (const client of others) {
      await client.catchUp()
      expect(isOpen(client)).toBe(true)
    }
    // Nor with a token that was issued after it, by an app that had looked before.
    const late = await join(server, { sessionId: 'laptop', issuedAt: Date.now() + 5 })
    expect(await late.closed).toMatchObject({ code: 4401 })
  })

  it.each([{}, { sessionIds: 'laptop' }, { sessionIds: [7] }])('told as %j is refused', async (content) => {
    const server = await startTestServer()
    expect((await end(server, content)).status).toBe(400)
  })
})
