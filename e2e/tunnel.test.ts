import { IDBFactory as FakeFactory, IDBKeyRange as FakeKeyRange } from 'fake-indexeddb'
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest'

import { signDocumentToken, type DocumentTokenClaims } from '#access/document-token'
import { seededRandom } from '#collab-server/testing/random'
import { testSecret } from '#collab-server/testing/start-test-server'
import { startFront, type Front, type FrontFaults } from '#e2e/support/handler-front'
import { startHandlerServices } from '#e2e/support/handler-services'
import { appServices } from '#features/documents/server/app-services'
import { CollabSession } from '#features/editor/collab-session'
import { LocalCopy } from '#features/editor/local-copy'

// Sessions of the browser through the app's handler, with something between that lets no WebSocket through.

vi.stubGlobal('IDBKeyRange', FakeKeyRange)

let services: Awaited<ReturnType<typeof startHandlerServices>>
let count = 0

beforeAll(async () => {
  services = await startHandlerServices()
}, 60_000)
afterAll(() => services.stop())

async function newDocument(): Promise<string> {
  const documentId = `letter-${++count}`
  await appServices().collabServer.seed(documentId)
  return documentId
}

async function startBlocked(faults: Partial<FrontFaults> = {}): Promise<Front> {
  const { POST, GET, DELETE } = await import('../app/api/tunnel/route.ts')
  const handlers = { '/api/tunnel': { POST, GET, DELETE } }
  const front = await startFront(handlers, services.collabUrl, { blocksUpgrades: true, ...faults })
  onTestFinished(() => front.stop())
  return front
}

/** `front`: what stands between; without one, it connects to the collab server itself. */
function openSession(
  documentId: string,
  userId: string,
  front?: Front,
  role: DocumentTokenClaims['role'] = 'editor',
  serverUrl = front ? front.url.replace('http', 'ws') : services.collabUrl,
): CollabSession {
  const device = new FakeFactory()
  const token = (): string => {
    const issuedAt = Date.now()
    const claims = { documentId, userId, role, via: 'address', issuedAt, expiresAt: issuedAt + 60_000 }
    return signDocumentToken(testSecret, claims)
  }
  const session = new CollabSession({
    documentId,
    serverUrl,
    ...(front && { tunnelUrl: `${front.url}/api/tunnel` }),
    token: token(),
    role,
    requestToken: () =>
      Promise.resolve({ outcome: 'granted', token: token(), role, expiresAt: Date.now() + 60_000 }),
    localCopy: new LocalCopy({ documentId, indexedDB: () => device }),
    timings: { longestBackoffMs: 100, wayBackMs: 100 },
  })
  onTestFinished(() => session.close())
  session.open()
  return session
}

const until = (check: () => void) => vi.waitFor(check, { interval: 5, timeout: 15_000 })
const words = ({ doc }: CollabSession) => doc.getText('words')
const saved = (session: CollabSession) => until(() => expect(session.getState().saveStatus).toBe('saved'))

test('where no WebSocket gets through, a session writes by HTTP, says so, and returns when one does', async () => {
  const documentId = await newDocument()
  const front = await startBlocked()
  const ana = openSession(documentId, 'ana', front)
  const luis = openSession(documentId, 'luis')
  await saved(ana)
  expect(ana.getState()).toMatchObject({ slowWay: true, online: true })
  await saved(luis)
  expect(luis.getState().slowWay).toBe(false)
  words(ana).insert(0, 'by HTTP')
  await until(() => expect(words(luis).toString()).toBe('by HTTP'))
  words(luis).insert(0, 'heard ')
  await until(() => expect(words(ana).toString()).toBe('heard by HTTP'))
  await saved(ana)

  front.faults.blocksUpgrades = false
  // Typed all the while.
  let typed = 0
  await until(() => {
    words(ana).insert(words(ana).length, '.')
    typed++
    expect(ana.getState()).toMatchObject({ slowWay: false, online: true })
  })
  await saved(ana)
  await until(() => expect(words(luis).toString()).toBe(`heard by HTTP${'.'.repeat(typed)}`))
  expect(luis.awareness.getStates().has(ana.clientId)).toBe(true)
})

test('answers that are held back on the way are polled', async () => {
  const documentId = await newDocument()
  const front = await startBlocked({ buffers: true })
  const ana = openSession(documentId, 'ana', front)
  const luis = openSession(documentId, 'luis', front)
  for (const [session, text] of [
    [ana, 'a'],
    [luis, 'b'],
  ] as const) {
    await saved(session)
    words(session).insert(0, text)
  }
  await until(() => expect(words(ana).toString()).toBe(words(luis).toString()))
  expect(Array.from(words(ana).toString()).toSorted()).toEqual(['a', 'b'])
  expect(ana.getState().slowWay).toBe(true)
})

test.each([1, 2])('lost answers and repeated requests lose and double nothing (seed %i)', async (seed) => {
  const random = seededRandom(seed)
  const documentId = await newDocument()
  const front = await startBlocked({ loses: () => random() < 0.2, repeats: () => random() < 0.2 })
  const sessions = ['ana', 'luis'].map((userId) => openSession(documentId, userId, front))
  for (const session of sessions) await saved(session)
  for (let round = 0; round < 30; round++) {
    for (const [index, session] of sessions.entries()) {
      words(session).insert(words(session).length, String(index))
    }
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  for (const session of sessions) await saved(session)
  const [ana, luis] = sessions as [CollabSession, CollabSession]
  await until(() => expect(words(ana).toString()).toBe(words(luis).toString()))
  expect(words(ana)).toHaveLength(60)
  expect(ana.getState().slowWay).toBe(true)
})

test('a reader by HTTP sees what is written, and writes nothing', async () => {
  const documentId = await newDocument()
  const front = await startBlocked()
  const reader = openSession(documentId, 'ana', front, 'viewer')
  const luis = openSession(documentId, 'luis')
  await until(() => expect(reader.getState()).toMatchObject({ slowWay: true, saveStatus: 'viewOnly' }))
  words(reader).insert(0, 'mine ')
  words(luis).insert(0, 'read')
  await until(() => expect(words(reader).toString()).toContain('read'))
  await saved(luis)
  expect(words(luis).toString()).toBe('read')
})

test('whose access is taken back goes on with the next token, by HTTP; a closed tab is gone at once', async () => {
  const documentId = await newDocument()
  const front = await startBlocked()
  const ana = openSession(documentId, 'ana', front)
  const luis = openSession(documentId, 'luis')
  await saved(ana)
  await until(() => expect(luis.awareness.getStates().has(ana.clientId)).toBe(true))
  const sentAway = new Promise<void>((resolve) => {
    ana.subscribe(() => {
      if (!ana.getState().online) resolve()
    })
  })
  await appServices().collabServer.changeAccess(documentId, Date.now())
  await sentAway
  words(ana).insert(0, 'still here')
  await until(() => expect(words(luis).toString()).toBe('still here'))
  expect(ana.getState().slowWay).toBe(true)
  await until(() => expect(luis.awareness.getStates().has(ana.clientId)).toBe(true))
  ana.close()
  await until(() => expect(luis.awareness.getStates().has(ana.clientId)).toBe(false))
})

test('an address at which browsers open no WebSocket at all is no hindrance', async () => {
  const documentId = await newDocument()
  const front = await startBlocked()
  const said = vi.spyOn(console, 'error').mockReturnValue(undefined)
  onTestFinished(() => said.mockRestore())
  // As ws: from an https page.
  const ana = openSession(documentId, 'ana', front, 'editor', 'ftp://collab.test')
  await saved(ana)
  expect(ana.getState().slowWay).toBe(true)
  expect(said).toHaveBeenCalled()
})
