import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'

import { WireClient } from '#collab-server/testing/wire-client'
import { appServices } from '#features/documents/server/app-services'
import { claimShare } from '#features/sharing/server/named-people'
import { schemaVersion } from '#schema/version'
import { HandlerClient } from '#e2e/support/handler-client'
import { startHandlerServices } from '#e2e/support/handler-services'
import { samplePng } from '#e2e/support/sample-image'

// All that is kept of somebody, given to them or forgotten, against the real store and collab server.

// What Next answers within a request alone.
vi.mock('next-intl/server', () => ({
  getLocale: async () => 'en',
  getTranslations: async () => (key: string) => key,
}))

let collabUrl: string
let stop: () => Promise<void>
beforeAll(async () => {
  ;({ collabUrl, stop } = await startHandlerServices())
  // The first account administers. Its password is work, beside which others may work as well.
  await signUp()
}, 60_000)
afterAll(() => stop())

const password = 'correct horse battery'
let count = 0

type Someone = { client: HandlerClient; email: string; id: string }

async function signUp(client = new HandlerClient()): Promise<Someone> {
  const email = `somebody${count++}@example.org`
  expect((await client.auth('sign-up/email', { name: `Name ${count}`, email, password })).status).toBe(204)
  const { db } = appServices().store.accountTables
  const query = db.selectFrom('accounts').select('id').where('email', '=', email)
  return { client, email, id: (await query.executeTakeFirstOrThrow()).id }
}

async function makeDocument({ client }: Someone): Promise<string> {
  const made = await client.call({ route: 'documents', method: 'POST' })
  return ((await made.json()) as { id: string }).id
}

/** Shares by name, and has them come. */
async function share(owner: Someone, documentId: string, person: Someone, role: string): Promise<void> {
  const body = { email: person.email, role }
  const about = { params: { documentId } }
  const named = await owner.client.call({
    route: 'documents/[documentId]/people',
    method: 'POST',
    body,
    ...about,
  })
  const { path } = (await named.json()) as { path: string }
  const claimed = await claimShare(appServices().store.shares, path.slice('/s/'.length), person, Date.now())
  expect(claimed.outcome).toBe('claimed')
}

async function tokenOf(client: HandlerClient, documentId: string) {
  const asked = { route: 'documents/[documentId]/token', method: 'POST', params: { documentId } }
  const answer = await client.call(asked)
  return { status: answer.status, ...((await answer.json()) as { token?: string; role?: string }) }
}

async function open(client: HandlerClient, documentId: string): Promise<WireClient> {
  const { token = '' } = await tokenOf(client, documentId)
  const socket = await WireClient.connect(`${collabUrl}/${documentId}?token=${token}&schema=${schemaVersion}`)
  await socket.catchUp()
  return socket
}

const leave = (client: HandlerClient, body: unknown) => client.call({ route: 'me', method: 'DELETE', body })
const codeOf = async (answer: Response) => ((await answer.json()) as { error: unknown }).error

/** Tables of the app's store that still name somebody, by any of their columns. */
async function tablesWith(...traces: string[]): Promise<string[]> {
  const { db } = appServices().store.accountTables
  const tables = await db.introspection.getTables()
  const found: string[] = []
  for (const { name, columns } of tables) {
    if (name.startsWith('search')) continue
    const rows = await db
      .selectFrom(name as 'accounts')
      .selectAll()
      .execute()
    const text = JSON.stringify(rows)
    if (columns.length > 0 && traces.some((trace) => text.includes(trace))) found.push(name)
  }
  return found
}

describe('an account that is deleted', () => {
  it('goes with its rows, sessions, live connections and documents', async () => {
    const guest = new HandlerClient()
    const { guestId } = guest
    const ana = await signUp(guest)
    const eva = await signUp()
    const alone = await makeDocument(ana)
    const trashed = await makeDocument(ana)
    const about = { params: { documentId: trashed } }
    await ana.client.call({ route: 'documents/[documentId]/trash', method: 'PUT', ...about })
    const shared = await makeDocument(ana)
    await share(ana, shared, eva, 'editor')
    const others = await makeDocument(eva)
    await share(eva, others, ana, 'editor')
    await ana.client.call({ route: 'folders', method: 'POST', body: { name: 'Plans' } })
    const [mine, hers] = [await open(ana.client, others), await open(eva.client, shared)]

    const begun = Date.now()
    expect((await leave(ana.client, { password, handOver: false })).status).toBe(204)
    expect(await mine.closed).toMatchObject({ code: 4401 })
    expect(await hers.closed).toMatchObject({ code: 4401 })
    expect(Date.now() - begun).toBeLessThan(2000)
    expect(ana.client.cookies.has('pliego.session_token')).toBe(false)
    expect(await tablesWith(ana.email, guestId)).toEqual([])
    // Who did what stays, of somebody who has no name any more.
    expect(await tablesWith(ana.id)).toEqual(['access_events'])
    const { store, collabServer } = appServices()
    for (const documentId of [alone, trashed, shared]) {
      expect(await store.documents.get(documentId)).toBeNull()
      expect(await collabServer.content(documentId)).toBeNull()
    }
    expect(await store.documents.get(others)).toMatchObject({ ownerId: eva.id })
    const again = await new HandlerClient().auth('sign-in/email', { email: ana.email, password })
    expect(await codeOf(again)).toBe('wrongCredentials')
  })

  it('leaves what somebody may edit to them, where its owner says so, with everybody who has it', async () => {
    const [ana, eva, luis] = [await signUp(), await signUp(), await signUp()]
    const [shared, shown] = [await makeDocument(ana), await makeDocument(ana)]
    await share(ana, shared, luis, 'viewer')
    await share(ana, shared, eva, 'editor')
    await share(ana, shown, eva, 'viewer')
    const overview = await ana.client.call({ route: 'me/departure', method: 'GET' })
    expect(await overview.json()).toEqual({
      ownOnly: 0,
      withHeir: 1,
      heirs: [{ id: shared, title: null, name: expect.stringMatching(/^Name/) }],
      withoutHeir: 1,
    })
    const socket = await open(eva.client, shared)
    expect((await leave(ana.client, { password, handOver: true })).status).toBe(204)
    expect(await socket.closed).toMatchObject({ code: 4401 })
    const told = await appServices().store.notifications.ofUser(eva.id, 9)
    const owned = told.find(({ kind }) => kind === 'ownership')
    expect(owned).toMatchObject({ documentId: shared, actorId: null })
    expect(await tokenOf(eva.client, shared)).toMatchObject({ status: 200, role: 'owner' })
    expect(await tokenOf(luis.client, shared)).toMatchObject({ status: 200, role: 'viewer' })
    expect((await tokenOf(eva.client, shown)).status).toBe(404)
  })

  it('is its owner’s to delete, who proves it, and no guest’s', async () => {
    const ana = await signUp()
    expect(await codeOf(await leave(ana.client, { password: 'wrong', handOver: false }))).toBe(
      'wrongPassword',
    )
    expect(await codeOf(await leave(ana.client, { email: ana.email, handOver: false }))).toBe('wrongPassword')
    expect(await codeOf(await leave(ana.client, { password }))).toBe('badRequest')
    expect(await codeOf(await leave(new HandlerClient(), { password, handOver: false }))).toBe(
      'accountNeeded',
    )
    for (const route of ['me/departure', 'me/export']) {
      expect(await codeOf(await new HandlerClient().call({ route, method: 'GET' }))).toBe('accountNeeded')
    }
    expect(await tokenOf(ana.client, await makeDocument(ana))).toMatchObject({ status: 200 })
  })

  it('without a password is named by its address, soon after signing in', async () => {
    const ana = await signUp()
    const { db } = appServices().store.accountTables
    await db.deleteFrom('account_logins').where('userId', '=', ana.id).execute()
    const wrong = await leave(ana.client, { email: 'other@example.org', handOver: false })
    expect(await codeOf(wrong)).toBe('otherAddress')
    const createdAt = new Date(Date.now() - 25 * 60 * 60_000).toISOString()
    const sessions = db.updateTable('account_sessions').where('userId', '=', ana.id)
    await sessions.set({ createdAt }).execute()
    const right = { email: ana.email.toUpperCase(), handOver: false }
    expect(await codeOf(await leave(ana.client, right))).toBe('signInAgain')
    await sessions.set({ createdAt: new Date().toISOString() }).execute()
    expect((await leave(ana.client, right)).status).toBe(204)
  })

  it('is not the only administrator’s, while others are there', async () => {
    const admin = new HandlerClient()
    await admin.auth('sign-in/email', { email: 'somebody0@example.org', password })
    expect(await codeOf(await leave(admin, { password, handOver: false }))).toBe('onlyAdministrator')
  })
})

it('a file of one’s own data has everything of one’s own, and nothing of others', async () => {
  const [ana, eva] = [await signUp(), await signUp()]
  const [documentId, others] = [await makeDocument(ana), await makeDocument(eva)]
  await share(ana, documentId, eva, 'viewer')
  await share(eva, others, ana, 'editor')
  const text = { title: null, excerpt: '', searchText: '', changedAt: Date.now() + 1 }
  const mentions = [{ userId: ana.id, count: 2, by: eva.id }]
  await appServices().store.documents.applyProjections([{ documentId: others, ...text, mentions }], 'cursor')
  const params = { documentId }
  await ana.client.call({ route: 'documents/[documentId]/images', method: 'POST', body: samplePng, params })
  const file = await ana.client.call({ route: 'me/export', method: 'GET' })
  expect(file.headers.get('content-disposition')).toMatch(/^attachment; filename="pliego-[\d-]+\.json"$/)
  const written = await file.text()
  const data = JSON.parse(written) as Record<string, unknown> & { documents: Record<string, unknown>[] }
  expect(data).toMatchObject({
    account: { email: ana.email, emailConfirmed: 0 },
    signInWays: [{ way: 'credential' }],
    sessions: [{ signedInAt: expect.any(String) }],
    givenByName: [{ document: others, role: 'editor' }],
    mentioned: [{ document: others, times: 2, lastAt: expect.stringMatching(/^20/) }],
    invitations: [],
    accessHistory: [{ document: documentId, kind: 'named', by: 'you', about: null, toRole: 'viewer' }],
    documents: [
      {
        id: documentId,
        people: [{ email: eva.email, name: null, role: 'viewer' }],
        markdown: expect.any(String),
        html: expect.stringContaining('<!doctype html>'),
      },
    ],
  })
  expect(data.documents).toHaveLength(1)
  expect(written).not.toContain('secret')
  expect(written).not.toMatch(/"(password|token|publicKey)"/)
})
