import { IDBFactory as FakeFactory, IDBKeyRange as FakeKeyRange } from 'fake-indexeddb'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import * as Y from 'yjs'

import type { Role } from '#access/roles'
import { CollabSession, type SessionState, type TokenAnswer } from '#features/editor/collab-session'
import { namedDeletions } from '#features/editor/binding/named-deletions'
import { LocalCopy } from '#features/editor/local-copy'
import { openLocalDatabase, readEntries } from '#features/editor/session/local-database'
import { ScriptedServer } from '#features/editor/session/scripted-server'
import type { SessionTimings } from '#features/editor/session/timings'
import { ownClientIds } from '#protocol/own-client-ids'
import { documentField } from '#schema/document-fields'

const documentId = 'letter'
const quick: SessionTimings = {
  silentAfterMs: 150,
  deadAfterMs: 150,
  keepGraceMs: 100,
  openingMs: 150,
  loadFirstMs: 100,
  connectTimeoutMs: 1_000,
  longestBackoffMs: 100,
  tokenFreshMs: 60_000,
  tokenDoubtMs: 10_000,
  tokenTimeoutMs: 300,
  tokenRenewMs: 60_000,
  tokenRenewRetryMs: 60_000,
  leastSpellMs: 0,
  wayBackMs: 60_000,
}

let server: ScriptedServer
let device: IDBFactory
let sessions: CollabSession[]
let answers: TokenAnswer[]
let asked: number

beforeEach(async () => {
  vi.stubGlobal('IDBKeyRange', FakeKeyRange)
  device = new FakeFactory()
  sessions = []
  answers = []
  asked = 0
  server = new ScriptedServer()
  await server.listen()
})

afterEach(async () => {
  for (const session of sessions) session.close()
  await server.kill()
  vi.restoreAllMocks()
})

const granted = (token: string, role: Role = 'editor'): TokenAnswer => ({
  outcome: 'granted',
  token,
  role,
  expiresAt: Date.now() + 600_000,
})

type Opened = CollabSession & { page: EventTarget; history: SessionState[] }

function openSession({
  role = 'editor',
  userId,
  indexedDB = () => device,
  timings = {},
}: {
  role?: Role
  userId?: string
  indexedDB?: () => IDBFactory
  timings?: Partial<SessionTimings>
} = {}): Opened {
  const page = new EventTarget()
  const session = new CollabSession({
    documentId,
    serverUrl: server.url,
    token: 'first',
    role,
    ...(userId !== undefined && { userId }),
    requestToken: () => {
      asked++
      const answer = answers.length > 1 ? answers.shift() : answers[0]
      return answer ? Promise.resolve(answer) : Promise.reject(new TypeError('network'))
    },
    localCopy: new LocalCopy({ documentId, indexedDB }),
    timings: { ...quick, ...timings },
    page,
  })
  sessions.push(session)
  const history: SessionState[] = []
  session.subscribe(() => history.push(session.getState()))
  session.open()
  return Object.assign(session, { page, history })
}

const until = (check: () => void | Promise<void>, timeout = 5_000) =>
  vi.waitFor(check, { interval: 2, timeout })
const status = (session: CollabSession, expected: string) =>
  until(() => expect(session.getState().saveStatus).toBe(expected))
const problem = (session: CollabSession, expected: string) =>
  until(() => expect(session.getState().problem).toBe(expected))

function type(session: CollabSession, text: string): void {
  const words = session.doc.getText('words')
  words.insert(words.length, text)
}
const words = (doc: Y.Doc) => doc.getText('words').toJSON()
const sorted = (text: string) => text.split('').toSorted().join('')
const statuses = (session: Opened) => session.history.map(({ saveStatus }) => saveStatus)
const denied = () => {
  throw new DOMException('denied', 'SecurityError')
}

test('whoever observes the doc can ask what an update from the server names as deleted', async () => {
  const session = openSession()
  await status(session, 'saved')
  type(session, 'word')
  await until(() => expect(words(server.doc)).toBe('word'))
  const named: boolean[] = []
  session.doc.on('afterTransaction', (transaction: Y.Transaction) => {
    const deletions = namedDeletions(transaction)
    if (deletions) named.push(Y.isDeleted(deletions, Y.createID(session.clientId, 0)))
  })
  server.writeRemotely((doc) => doc.getText('words').delete(0, 1))
  await until(() => expect(named).toEqual([true]))
})

describe('save status', () => {
  test('goes from reconnecting to saved on opening, and is ready with the content of the server', async () => {
    const session = openSession()
    expect(session.getState()).toMatchObject({ saveStatus: 'reconnecting', ready: false, online: false })
    await status(session, 'saved')
    expect(session.getState()).toMatchObject({ ready: true, online: true, problem: null })
    expect(session.doc.getXmlFragment(documentField.body).length).toBe(1)
  })

  test('is saving in the same turn as the edit, and saved once acknowledged', async () => {
    const session = openSession()
    await status(session, 'saved')
    type(session, 'a')
    expect(session.getState().saveStatus).toBe('saving')
    await status(session, 'saved')
    expect(words(server.doc)).toBe('a')
  })

  test('is not saved by acknowledgements of earlier messages', async () => {
    const session = openSession()
    await status(session, 'saved')
    server.withholdAcks = true
    type(session, 'a')
    await until(() => expect(words(server.doc)).toBe('a'))
    expect(session.getState().saveStatus).toBe('saving')
    server.withholdAcks = false
    type(session, 'b')
    await status(session, 'saved')
  })

  test('knows about deletions, which move no state vector', async () => {
    const session = openSession()
    type(session, 'abc')
    await status(session, 'saved')
    session.doc.getText('words').delete(0, 2)
    expect(session.getState().saveStatus).toBe('saving')
    await status(session, 'saved')
    expect(words(server.doc)).toBe('c')
  })

  test('is calm about a break with nothing pending', async () => {
    const session = openSession()
    await status(session, 'saved')
    await server.kill()
    await status(session, 'reconnecting')
    expect(session.hasTextAtRisk()).toBe(false)
  })

  test('says saved on this device once the local copy confirmed, and saved when it is back', async () => {
    const session = openSession()
    await status(session, 'saved')
    await server.kill()
    await status(session, 'reconnecting')
    type(session, 'offline')
    expect(session.hasTextAtRisk()).toBe(true)
    await status(session, 'offlineSavedHere')
    await until(() => expect(session.hasTextAtRisk()).toBe(false))
    await server.listen()
    await status(session, 'saved')
    expect(words(server.doc)).toBe('offline')
    expect(statuses(session)).not.toContain('notSaved')
  })

  test('says not saved where there is neither a server nor a local copy', async () => {
    vi.spyOn(console, 'warn').mockImplementation(() => {})
    const session = openSession({ indexedDB: denied })
    await status(session, 'saved')
    await server.kill()
    await status(session, 'reconnecting')
    type(session, 'nowhere')
    await status(session, 'notSaved')
    expect(session.hasTextAtRisk()).toBe(true)
    await server.listen()
    await status(session, 'saved')
    expect(session.hasTextAtRisk()).toBe(false)
  })

  test('calls a write that the device never confirms not saved, after the grace', async () => {
    const stuck = { open: () => new EventTarget() } as unknown as IDBFactory
    const session = openSession({ indexedDB: () => stuck })
    await status(session, 'saved')
    await server.kill()
    await status(session, 'reconnecting')
    type(session, 'x')
    expect(session.hasTextAtRisk()).toBe(true)
    await status(session, 'notSaved')
  })

  test('does not say saving for ever when the server falls silent', async () => {
    const session = openSession()
    await status(session, 'saved')
    server.deaf = true
    type(session, 'a')
    expect(session.getState().saveStatus).toBe('saving')
    await status(session, 'offlineSavedHere')
    expect(session.getState().online).toBe(true)
    // The probe finds no life, so the connection is given up and made anew.
    await until(() => expect(session.getState().online).toBe(false))
    server.deaf = false
    await status(session, 'saved')
    expect(words(server.doc)).toBe('a')
  })

  test('recovers when a server that was slow to acknowledge does so at last', async () => {
    const session = openSession()
    await status(session, 'saved')
    server.withholdAcks = true
    type(session, 'a')
    await status(session, 'offlineSavedHere')
    server.withholdAcks = false
    type(session, 'b')
    await status(session, 'saved')
    expect(server.tokens.length).toBe(1)
  })

  test('a reader sees view only, and what was loaded here never counts as unsaved', async () => {
    const writer = openSession()
    type(writer, 'x')
    await status(writer, 'saved')
    writer.close()
    await server.kill()
    const reader = openSession({ role: 'viewer' })
    await new Promise((resolve) => setTimeout(resolve, quick.openingMs * 2))
    expect(reader.getState().saveStatus).toBe('reconnecting')
  })

  test('view only for a reader who is connected', async () => {
    const reader = openSession({ role: 'viewer' })
    await status(reader, 'viewOnly')
    expect(reader.getState()).toMatchObject({ ready: true, role: 'viewer' })
  })

  test('what somebody suggests who may do no more is saved as all else is', async () => {
    const session = openSession({ role: 'suggester' })
    await status(session, 'saved')
    type(session, 'x')
    expect(session.getState().saveStatus).toBe('saving')
    await status(session, 'saved')
    expect(session.getState().role).toBe('suggester')
  })

  test('I5: whoever may do no more than suggest writes under ids of their own, also once that is so', async () => {
    const suggester = openSession({ role: 'suggester', userId: 'ana' })
    expect(ownClientIds('ana')(suggester.doc.clientID)).toBe(true)
    server.onlyToken = 'second'
    answers = [granted('second', 'suggester')]
    const session = openSession({ userId: 'luz' })
    expect(session.clientId).toBeLessThan(2 ** 32)
    type(session, 'as an editor')
    await status(session, 'saved')
    expect(session.getState().role).toBe('suggester')
    type(session, ', as a suggester')
    await status(session, 'saved')
    const own = ownClientIds('luz')
    expect(Array.from(server.doc.store.clients.keys()).filter(own)).toEqual([session.doc.clientID])
    expect(Array.from(session.awareness.getStates().keys())).toEqual([session.clientId])
  })

  test('text that an editor holds back is not saved, and not blamed on the server', async () => {
    const session = openSession()
    await status(session, 'saved')
    session.setTextHeldBack(true)
    expect(session.getState().saveStatus).toBe('saving')
    expect(session.hasTextAtRisk()).toBe(true)
    await new Promise((resolve) => setTimeout(resolve, quick.silentAfterMs * 2))
    expect(session.getState().saveStatus).toBe('saving')
    await server.kill()
    await status(session, 'notSaved')
    session.setTextHeldBack(false)
    expect(session.getState().saveStatus).toBe('reconnecting')
    expect(session.hasTextAtRisk()).toBe(false)
  })

  test('a title being typed is held back apart from the text', async () => {
    const session = openSession()
    await status(session, 'saved')
    session.setTextHeldBack(true, 'title')
    session.setTextHeldBack(true)
    session.setTextHeldBack(false)
    expect(session.getState().saveStatus).toBe('saving')
    session.setTextHeldBack(false, 'title')
    expect(session.getState().saveStatus).toBe('saved')
  })

  test('counts anew on every connection', async () => {
    const session = openSession()
    for (let round = 0; round < 4; round++) {
      await status(session, 'saved')
      type(session, String(round))
      server.closeAll(1012)
      await until(() => expect(session.getState().online).toBe(false))
      type(session, 'x')
    }
    await status(session, 'saved')
    expect(words(server.doc)).toBe(words(session.doc))
    expect(words(server.doc)).toBe('0x1x2x3x')
  })
})

describe('the copy on this device', () => {
  test('keeps what was typed without a network over closing, and merges it on return', async () => {
    const first = openSession()
    await status(first, 'saved')
    await server.kill()
    await status(first, 'reconnecting')
    type(first, 'typed in the train ')
    await status(first, 'offlineSavedHere')
    first.close()

    await server.listen()
    server.writeRemotely((doc) => doc.getText('words').insert(0, 'meanwhile '))
    const second = openSession()
    await status(second, 'saved')
    expect(words(server.doc)).toContain('typed in the train ')
    expect(words(server.doc)).toContain('meanwhile ')
    expect(words(second.doc)).toBe(words(server.doc))
  })

  test('is not called saved before the server has acknowledged what was reloaded', async () => {
    const first = openSession()
    await status(first, 'saved')
    await server.kill()
    type(first, 'held')
    await status(first, 'offlineSavedHere')
    first.close()
    server.withholdAcks = true
    await server.listen()
    const second = openSession()
    await until(() => expect(words(server.doc)).toBe('held'))
    await until(() => expect(second.getState().online).toBe(true))
    expect(statuses(second)).not.toContain('saved')
    expect(second.hasTextAtRisk()).toBe(false)
    server.withholdAcks = false
    type(second, '!')
    await status(second, 'saved')
  })

  test('makes the content ready without any server, and offers nothing when it is empty', async () => {
    const first = openSession()
    await status(first, 'saved')
    first.close()
    await server.kill()
    const second = openSession()
    await until(() => expect(second.getState().ready).toBe(true))
    const other = new FakeFactory()
    const third = openSession({ indexedDB: () => other })
    await new Promise((resolve) => setTimeout(resolve, 200))
    expect(third.getState().ready).toBe(false)
  })

  test('two tabs on one copy lose nothing of each other without a server', async () => {
    const [one, two] = [openSession(), openSession()]
    await status(one, 'saved')
    await status(two, 'saved')
    await server.kill()
    for (let round = 0; round < 10; round++) {
      type(one, '1')
      type(two, '2')
    }
    await status(one, 'offlineSavedHere')
    await status(two, 'offlineSavedHere')
    await until(() => expect(one.hasTextAtRisk() || two.hasTextAtRisk()).toBe(false))
    // Nor do they sync past the server, which would make either call the other's text saved.
    expect([words(one.doc), words(two.doc)]).toEqual(['1'.repeat(10), '2'.repeat(10)])
    one.close()
    two.close()
    await server.listen()
    const next = openSession()
    await status(next, 'saved')
    expect(sorted(words(server.doc))).toBe('1'.repeat(10) + '2'.repeat(10))
  })
})

describe('close codes', () => {
  test('4401: a fresh token, then connected', async () => {
    server.onlyToken = 'second'
    answers = [granted('second')]
    const session = openSession()
    await status(session, 'saved')
    expect(server.tokens).toEqual(['first', 'second'])
  })

  test('4401: the refused token is not tried again while the app cannot be asked', async () => {
    server.onlyToken = 'second'
    const session = openSession()
    await until(() => expect(asked).toBeGreaterThan(2))
    expect(server.tokens).toEqual(['first'])
    answers = [granted('second')]
    await status(session, 'saved')
  })

  test.each([
    [4400, 'malformed'],
    [4410, 'damaged'],
    [4426, 'schemaOutdated'],
    [4499, 'malformed'],
    [1008, 'malformed'],
    [1009, 'tooBig'],
    [4413, 'documentFull'],
    [4422, 'onlySuggestions'],
    [1003, 'malformed'],
  ])('%i stops with the problem %s, keeping the copy on this device', async (code, expected) => {
    const before = openSession()
    await status(before, 'saved')
    before.close()
    server.closeAtOnce = code
    const session = openSession()
    await problem(session, expected)
    const connections = server.tokens.length
    await new Promise((resolve) => setTimeout(resolve, quick.longestBackoffMs * 4))
    expect(server.tokens.length).toBe(connections)
    await server.kill()
    const after = openSession()
    await until(() => expect(after.getState().ready).toBe(true))
  })

  test.each([
    [4404, 'gone'],
    [4401, 'forbidden'],
  ] as const)('%i, confirmed by the app, stops with %s and deletes the copy here', async (code, outcome) => {
    const session = openSession()
    type(session, 'x')
    await status(session, 'saved')
    answers = [{ outcome }]
    server.closeAll(code)
    await problem(session, outcome)
    expect(session.hasTextAtRisk()).toBe(false)
    session.close()
    await server.kill()
    const later = openSession()
    await new Promise((resolve) => setTimeout(resolve, 200))
    expect(later.getState().ready).toBe(false)
  })

  test('4404 that the app contradicts stops, but the copy here may be the last one and stays', async () => {
    const session = openSession()
    await status(session, 'saved')
    answers = [granted('second')]
    server.closeAll(4404)
    await problem(session, 'gone')
    session.close()
    await server.kill()
    const later = openSession()
    await until(() => expect(later.getState().ready).toBe(true))
  })

  test.each([1011, 1012, 1013, 4500, 4503, 4509])('%i is retried', async (code) => {
    const session = openSession()
    await status(session, 'saved')
    server.closeAll(code)
    await until(() => expect(session.getState().online).toBe(false))
    await status(session, 'saved')
    expect(session.getState().problem).toBe(null)
    expect(asked).toBe(0)
  })

  test('a refusal before the upgrade asks the app, whose word counts', async () => {
    server.refuse = 401
    answers = [{ outcome: 'forbidden' }]
    const session = openSession()
    await problem(session, 'forbidden')
    expect(session.getState().ready).toBe(false)
  })

  test('a refusal with an app out of reach keeps trying', async () => {
    server.refuse = 502
    const session = openSession()
    await until(() => expect(server.tokens.length).toBeGreaterThan(3))
    expect(session.getState()).toMatchObject({ problem: null, saveStatus: 'reconnecting' })
    server.refuse = undefined
    await status(session, 'saved')
  })
})

describe('tokens', () => {
  test('an old token is replaced before the next connection', async () => {
    answers = [granted('second')]
    const session = openSession({ timings: { tokenFreshMs: 50 } })
    await status(session, 'saved')
    await new Promise((resolve) => setTimeout(resolve, 80))
    server.closeAll(1012)
    await until(() => expect(server.tokens).toEqual(['first', 'second']))
    await status(session, 'saved')
  })

  test('while the collab server is away the app is not asked for each attempt', async () => {
    server.refuse = 502
    answers = [granted('second')]
    openSession()
    await until(() => expect(server.tokens.length).toBeGreaterThan(5))
    expect(asked).toBe(1)
  })

  test('a live connection gets a fresh token without a break, and the role that comes with it', async () => {
    answers = [granted('second', 'viewer')]
    const session = openSession({ timings: { tokenRenewMs: 50, tokenRenewRetryMs: 10 } })
    await status(session, 'viewOnly')
    await until(() => expect(server.renewals).toContain('second'))
    expect(server.tokens).toEqual(['first'])
    expect(session.getState().online).toBe(true)
  })

  test('a renewal that the app does not answer is tried again', async () => {
    const session = openSession({ timings: { tokenRenewMs: 10, tokenRenewRetryMs: 10 } })
    await status(session, 'saved')
    await until(() => expect(asked).toBeGreaterThan(2))
    answers = [granted('second')]
    await until(() => expect(server.renewals).toEqual(['second']))
    expect(session.getState().online).toBe(true)
  })

  test.each(['gone', 'forbidden'] as const)(
    'a renewal answered with %s ends the session',
    async (outcome) => {
      const session = openSession({ timings: { tokenRenewMs: 50 } })
      await status(session, 'saved')
      answers = [{ outcome }]
      await problem(session, outcome)
      await until(() => expect(server.connections).toBe(0))
    },
  )

  test('an app that never answers does not hold up the connection for ever', async () => {
    const session = openSession({ timings: { tokenFreshMs: 0, tokenTimeoutMs: 50 } })
    await status(session, 'saved')
    expect(server.tokens).toEqual(['first'])
  })
})

describe('the page', () => {
  test('presence goes on pagehide and comes back on pageshow, with the connection', async () => {
    const session = openSession()
    session.setPerson({ id: 'a', name: 'Ana', color: '#1977bf' })
    await status(session, 'saved')
    session.page.dispatchEvent(new Event('pagehide'))
    expect(session.awareness.getLocalState()).toBe(null)
    await until(() => expect(server.connections).toBe(0))
    await new Promise((resolve) => setTimeout(resolve, quick.longestBackoffMs * 3))
    expect(server.connections).toBe(0)
    session.page.dispatchEvent(new Event('pageshow'))
    expect(session.awareness.getLocalState()).toMatchObject({ user: { name: 'Ana' } })
    await status(session, 'saved')
  })

  test('online connects at once instead of waiting for the next attempt', async () => {
    const session = openSession({ timings: { longestBackoffMs: 60_000 } })
    await status(session, 'saved')
    await server.kill()
    await status(session, 'reconnecting')
    await new Promise((resolve) => setTimeout(resolve, 1_500))
    await server.listen()
    const before = Date.now()
    session.page.dispatchEvent(new Event('online'))
    await status(session, 'saved')
    expect(Date.now() - before).toBeLessThan(1_000)
  })

  test('closing leaves no connection behind, however early', async () => {
    openSession().close()
    const session = openSession()
    await status(session, 'saved')
    session.close()
    session.close()
    await until(() => expect(server.connections).toBe(0))
    expect(sessions.length).toBe(2)
  })
})

const inState = (...updates: Uint8Array[]) => {
  const doc = new Y.Doc()
  for (const update of updates) Y.applyUpdate(doc, update)
  return words(doc)
}
const spellOf = async (session: CollabSession) => {
  await until(() => expect(session.getState().spell).not.toBeNull())
  const { spell } = session.getState()
  if (!spell) throw new Error('there was no spell')
  return spell
}
const writeOnServer = (text: string) => server.doc.getText('words').insert(0, text)

describe('a spell without the server', () => {
  test('is told with how the text stood, what was written here, and what elsewhere', async () => {
    const session = openSession()
    await status(session, 'saved')
    type(session, 'both')
    await status(session, 'saved')
    await server.kill()
    await until(() => expect(session.getState().online).toBe(false))
    type(session, ' mine')
    type(session, ', too')
    writeOnServer('theirs ')
    await server.listen()
    const { base, cut, mine, theirs, merged } = await spellOf(session)
    expect(cut).toBeNull()
    expect([inState(base), inState(mine), inState(base, ...theirs), inState(merged)]).toEqual([
      'both',
      'both mine, too',
      'theirs both',
      'theirs both mine, too',
    ])
  })

  test('names what the server did not get before it went', async () => {
    const session = openSession()
    await status(session, 'saved')
    type(session, 'abc')
    await status(session, 'saved')
    server.deaf = true
    type(session, 'd')
    session.doc.getText('words').delete(0, 1)
    await server.kill()
    server.deaf = false
    writeOnServer('x')
    await server.listen()
    const { cut } = await spellOf(session)
    expect(cut).toEqual({
      client: session.clientId,
      clock: 3,
      deleted: [{ client: session.clientId, clock: 0, length: 1 }],
    })
  })

  test('is still known after a reload in it', async () => {
    const before = openSession()
    await status(before, 'saved')
    type(before, 'both')
    await status(before, 'saved')
    await server.kill()
    await until(() => expect(before.getState().online).toBe(false))
    type(before, ' first')
    await status(before, 'offlineSavedHere')
    const database = await openLocalDatabase(device)
    await until(async () => expect((await readEntries(database, documentId))?.spell).toBeTruthy())
    database.close()
    before.close()
    const session = openSession({ timings: { leastSpellMs: 60_000 } })
    await until(() => expect(session.getState().ready).toBe(true))
    type(session, ' second')
    writeOnServer('theirs ')
    await server.listen()
    const { base, mine, since } = await spellOf(session)
    expect([inState(base), inState(mine)]).toEqual(['both', 'both first second'])
    expect(since).toBeLessThan(Date.now())
    session.close()

    const next = openSession()
    await status(next, 'saved')
    expect(next.getState().spell).toBeNull()
  })

  test('begins with the copy on this device where the server does not answer', async () => {
    const before = openSession()
    await status(before, 'saved')
    type(before, 'both')
    await status(before, 'saved')
    before.close()
    await server.kill()
    writeOnServer('theirs ')
    const session = openSession()
    await until(() => expect(session.getState().ready).toBe(true))
    type(session, ' mine')
    await server.listen()
    const { base, mine } = await spellOf(session)
    expect([inState(base), inState(mine)]).toEqual(['both', 'both mine'])
  })

  test('is none where nothing is written here, nor where it is short', async () => {
    const reader = openSession()
    const quickOne = openSession({ indexedDB: denied, timings: { leastSpellMs: 60_000 } })
    await status(reader, 'saved')
    await status(quickOne, 'saved')
    await server.kill()
    await until(() => expect(quickOne.getState().online).toBe(false))
    type(quickOne, 'a')
    await server.listen()
    await status(quickOne, 'saved')
    await status(reader, 'saved')
    expect(words(server.doc)).toBe('a')
    expect([reader.getState().spell, quickOne.getState().spell]).toEqual([null, null])
  })
})
