import { IDBFactory as FakeFactory, IDBKeyRange as FakeKeyRange } from 'fake-indexeddb'
import { expect, onTestFinished, test, vi } from 'vitest'

import { signDocumentToken, type DocumentTokenClaims } from '#access/document-token'
import { startTestServer, testSecret, type TestServer } from '#collab-server/testing/start-test-server'
import { fixedSecret } from '#config/shared-secret'
import { CollabSession, type CollabSessionOptions, type SaveStatus } from '#features/editor/collab-session'
import { LocalCopy } from '#features/editor/local-copy'
import { peopleFrom } from '#features/presence/people-here'
import { documentField } from '#schema/document-fields'

// The session of the browser against the real collab server; what only a misbehaving server shows is in
// the session's own tests.

vi.stubGlobal('IDBKeyRange', FakeKeyRange)

const documentId = 'letter'

function tokenFor(claims: Partial<DocumentTokenClaims> = {}, secret = testSecret): string {
  const issuedAt = Date.now()
  return signDocumentToken(secret, {
    documentId,
    userId: 'ana',
    role: 'editor',
    via: 'address',
    issuedAt,
    expiresAt: issuedAt + 60_000,
    ...claims,
  })
}

function openSession(
  server: TestServer,
  { userId = 'ana', ...options }: Partial<CollabSessionOptions> & { userId?: string } = {},
): CollabSession {
  const device = new FakeFactory()
  const session = new CollabSession({
    documentId,
    serverUrl: server.url,
    token: tokenFor({ userId }),
    role: 'editor',
    requestToken: () =>
      Promise.resolve({
        outcome: 'granted',
        token: tokenFor({ userId }),
        role: 'editor',
        expiresAt: Date.now(),
      }),
    localCopy: new LocalCopy({ documentId, indexedDB: () => device }),
    timings: { longestBackoffMs: 100 },
    ...options,
  })
  onTestFinished(() => session.close())
  session.open()
  return session
}

async function startSeeded(settings: Parameters<typeof startTestServer>[0] = {}): Promise<TestServer> {
  const server = await startTestServer(settings)
  expect((await server.internal('PUT', `/internal/documents/${documentId}`)).status).toBe(204)
  return server
}

const until = (check: () => void) => vi.waitFor(check, { interval: 2, timeout: 8_000 })
const status = (session: CollabSession, expected: SaveStatus) =>
  until(() => expect(session.getState().saveStatus).toBe(expected))
const words = ({ doc }: CollabSession) => doc.getText('words')
const peopleOf = ({ awareness, clientId }: CollabSession) =>
  peopleFrom(awareness.getStates(), clientId, new Map(), 0).map(({ name }) => name)

test('opens what the server seeded; edits and deletions become saved; another session sees them', async () => {
  const server = await startSeeded()
  const session = openSession(server)
  await status(session, 'saved')
  expect(session.doc.getXmlFragment(documentField.body).length).toBe(1)
  words(session).insert(0, 'hola')
  expect(session.getState().saveStatus).toBe('saving')
  await status(session, 'saved')
  words(session).delete(0, 1)
  expect(session.getState().saveStatus).toBe('saving')
  await status(session, 'saved')
  const other = openSession(server)
  await status(other, 'saved')
  expect(words(other).toJSON()).toBe('ola')
})

test('a restart of the server loses nothing and ends saved, with everybody present again at once', async () => {
  const server = await startSeeded()
  const [ana, luis] = [openSession(server), openSession(server, { userId: 'luis' })]
  ana.setPerson({ id: 'ana', name: 'Ana', color: '#1977bf' })
  luis.setPerson({ id: 'luis', name: 'Luis', color: '#e36f7c' })
  await until(() => expect(peopleOf(ana)).toEqual(['Ana', 'Luis']))
  words(ana).insert(0, 'before ')
  await status(ana, 'saved')

  await server.close()
  await status(ana, 'reconnecting')
  expect(peopleOf(ana)).toEqual(['Ana'])
  words(ana).insert(0, 'without ')
  await status(ana, 'offlineSavedHere')

  await startTestServer({ dataDir: server.dataDir, port: server.port })
  await status(ana, 'saved')
  await until(() => expect(words(luis).toJSON()).toBe('without before '))
  await until(() => expect(peopleOf(luis)).toEqual(['Luis', 'Ana']))
  await until(() => expect(peopleOf(ana)).toEqual(['Ana', 'Luis']))
})

test('another secret after a restart parts nobody from what they have open', async () => {
  const server = await startSeeded()
  let secret = testSecret
  const asked: string[] = []
  const requestToken = async () => {
    const token = tokenFor({}, secret)
    asked.push(token)
    return { outcome: 'granted', token, role: 'editor', expiresAt: Date.now() } as const
  }
  const session = openSession(server, { requestToken, timings: { longestBackoffMs: 100, tokenDoubtMs: 100 } })
  await status(session, 'saved')
  await server.close()
  words(session).insert(0, 'hola')
  secret = 'another secret of the tests, as long'
  const origins = { appPort: 3000, trustProxy: false }
  await startTestServer({
    dataDir: server.dataDir,
    port: server.port,
    access: { mode: 'token', secret: fixedSecret(secret), origins },
  })
  await until(() => expect(session.getState()).toMatchObject({ online: true, saveStatus: 'saved' }))
  expect(asked.length).toBeGreaterThan(0)
})

test('edits in bursts, with the server restarting in their midst, end acknowledged to the last', async () => {
  let server = await startSeeded()
  const session = openSession(server)
  await status(session, 'saved')
  for (let round = 0; round < 3; round++) {
    for (let edit = 0; edit < 100; edit++) words(session).insert(0, 'x')
    const closing = server.close()
    for (let edit = 0; edit < 100; edit++) words(session).insert(0, 'x')
    await closing
    server = await startTestServer({ dataDir: server.dataDir, port: server.port })
    await status(session, 'saved')
  }
  const later = openSession(server)
  await status(later, 'saved')
  expect(words(later).length).toBe(600)
})

test('leaving is seen by others at once', async () => {
  const server = await startSeeded()
  const [ana, luis] = [openSession(server), openSession(server, { userId: 'luis' })]
  luis.setPerson({ id: 'luis', name: 'Luis', color: '#e36f7c' })
  await until(() => expect(peopleOf(ana)).toContain('Luis'))
  luis.close()
  await until(() => expect(peopleOf(ana)).toEqual([]))
})

test('an expired token is replaced and the session goes on', async () => {
  const server = await startSeeded()
  const session = openSession(server, { token: tokenFor({ expiresAt: Date.now() - 1_000 }) })
  await status(session, 'saved')
  expect(session.getState()).toMatchObject({ online: true, ready: true, problem: null })
})

test('a forged token is asked about, and the word of the app counts', async () => {
  const server = await startSeeded()
  const session = openSession(server, {
    token: 'forged',
    requestToken: () => Promise.resolve({ outcome: 'forbidden' }),
  })
  await until(() => expect(session.getState().problem).toBe('forbidden'))
})

test('a document that nobody made is gone, not empty', async () => {
  const server = await startTestServer()
  const session = openSession(server, { requestToken: () => Promise.resolve({ outcome: 'gone' }) })
  await until(() => expect(session.getState()).toMatchObject({ problem: 'gone', ready: false }))
})

test('a reader is shown view only and writes nothing', async () => {
  const server = await startSeeded()
  const writer = openSession(server)
  await status(writer, 'saved')
  const reader = openSession(server, { role: 'viewer', token: tokenFor({ role: 'viewer' }) })
  await status(reader, 'viewOnly')
  words(reader).insert(0, 'not mine to write')
  words(writer).insert(0, 'mine')
  await until(() => expect(words(reader).toJSON()).toContain('mine'))
  await status(writer, 'saved')
  expect(words(writer).toJSON()).toBe('mine')
  expect(reader.getState().saveStatus).toBe('viewOnly')
})

test('a message over the limit stops with a reason instead of being sent for ever', async () => {
  const server = await startSeeded({ limits: { maxMessageBytes: 20_000 } })
  const session = openSession(server)
  await status(session, 'saved')
  words(session).insert(0, 'x'.repeat(30_000))
  await until(() => expect(session.getState().problem).toBe('tooBig'))
  await status(session, 'offlineSavedHere')
})
