import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'

import { WireClient } from '#collab-server/testing/wire-client'
import { appConfig } from '#features/documents/server/app-config'
import { appServices } from '#features/documents/server/app-services'
import type { ServerStatus } from '#protocol/server-status'
import { schemaVersion } from '#schema/version'
import { HandlerClient } from '#e2e/support/handler-client'
import { startHandlerServices } from '#e2e/support/handler-services'
import { samplePng } from '#e2e/support/sample-image'

// What administrators do about accounts, against the real store and collab server. Who may: `route-roles.test.ts`.

const password = 'correct horse battery'
let count = 0
type Someone = { client: HandlerClient; email: string; id: string }

async function signUp(): Promise<Someone> {
  const [client, email] = [new HandlerClient(), `somebody${count++}@example.org`]
  expect((await client.auth('sign-up/email', { name: `Name ${count}`, email, password })).status).toBe(204)
  return { client, email, id: (await appServices().store.accounts.idOf(email)) ?? '' }
}

let collabUrl: string
let stop: () => Promise<void>
let admin: Someone
let ana: Someone
beforeAll(async () => {
  ;({ collabUrl, stop } = await startHandlerServices())
  // Each account costs the work of a password, beside which others may work as well.
  admin = await signUp()
}, 60_000)
beforeEach(async () => {
  ana = await signUp()
}, 60_000)
afterAll(() => stop())

const administer = (path: string, method: string, body?: unknown, { id }: { id: string } = ana) =>
  admin.client.call({
    route: `admin/accounts/[accountId]${path}`,
    method,
    body,
    params: { accountId: id },
  })
const change = (body: unknown, person?: { id: string }) => administer('', 'PATCH', body, person)
const make = async ({ client }: Someone) => {
  const made = await client.call({ route: 'documents', method: 'POST' })
  return { status: made.status, ...((await made.json()) as { id: string; error?: string }) }
}
const tokenOf = (client: HandlerClient, documentId: string) =>
  client.call({ route: 'documents/[documentId]/token', method: 'POST', params: { documentId } })
async function open(client: HandlerClient, documentId: string): Promise<WireClient> {
  const { token } = (await (await tokenOf(client, documentId)).json()) as { token: string }
  const socket = await WireClient.connect(`${collabUrl}/${documentId}?token=${token}&schema=${schemaVersion}`)
  await socket.catchUp()
  return socket
}
const codeOf = async (answer: Response) => [
  answer.status,
  ((await answer.json()) as { error: unknown }).error,
]
const signIn = (email: string) => new HandlerClient().auth('sign-in/email', { email, password })
const seen = async ({ id }: Someone) => appServices().store.administration.account(id)

describe('an account that is suspended', () => {
  it('is out within two seconds wherever it is open, and does not come in until that is over', async () => {
    const { id } = await make(ana)
    const socket = await open(ana.client, id)
    expect(await seen(ana)).toMatchObject({ sessions: 1, documents: 1, suspendedAt: null })
    const begun = Date.now()
    expect((await change({ suspended: true })).status).toBe(204)
    expect(await socket.closed).toMatchObject({ code: 4401 })
    expect(Date.now() - begun).toBeLessThan(2000)
    expect((await tokenOf(ana.client, id)).status).toBe(403)
    expect(await codeOf(await signIn(ana.email))).toEqual([403, 'suspended'])
    expect(await seen(ana)).toMatchObject({ sessions: 0, suspendedAt: expect.any(Number) })

    expect((await change({ suspended: false })).status).toBe(204)
    expect((await signIn(ana.email)).status).toBe(204)
    const log = await appServices().store.accessLog.newest(2)
    expect(log).toMatchObject([
      { kind: 'unsuspended', documentId: '', actorName: 'Name 1', subjectId: ana.id },
      { kind: 'suspended', subjectName: expect.stringMatching(/^Name/) },
    ])
  })

  it('is never one’s own, so that somebody is left to administer', async () => {
    expect(await codeOf(await change({ suspended: true }, admin))).toEqual([409, 'ownAccount'])
    expect(await codeOf(await change({ isAdmin: false }, admin))).toEqual([409, 'ownAccount'])
    expect(await codeOf(await change({ suspended: true }, { id: 'nobody' }))).toEqual([404, 'accountUnknown'])
    expect(await codeOf(await change({ suspended: 'yes' }))).toEqual([400, 'badRequest'])
  })
})

const status = () => ana.client.call({ route: 'admin/status', method: 'GET' })
const invite = () => ana.client.call({ route: 'invitations', method: 'POST' })

it('another administrator can be made, and be one no longer', async () => {
  expect((await change({ isAdmin: true })).status).toBe(204)
  expect((await invite()).status).toBe(201)
  const { nodes } = (await (await status()).json()) as ServerStatus
  expect(nodes).toHaveLength(1)
  expect((await change({ isAdmin: false })).status).toBe(204)
  expect((await invite()).status).toBe(403)
  expect((await status()).status).toBe(403)
})

it('somebody can be signed out everywhere', async () => {
  const { id } = await make(ana)
  const socket = await open(ana.client, id)
  expect((await administer('/sessions', 'DELETE')).status).toBe(204)
  expect(await socket.closed).toMatchObject({ code: 4401 })
  expect((await signIn(ana.email)).status).toBe(204)
})

describe('all documents of somebody', () => {
  it('go to another account, which is written down, and never to whoever does it', async () => {
    const luis = await signUp()
    const [{ id }, { id: another }] = [await make(ana), await make(ana)]
    const socket = await open(ana.client, id)
    expect(await codeOf(await administer('/documents', 'PUT', { to: admin.email }))).toEqual([
      409,
      'ownAccount',
    ])
    expect(await codeOf(await administer('/documents', 'PUT', { to: 'x@example.org' }))).toEqual([
      404,
      'accountUnknown',
    ])
    const given = await administer('/documents', 'PUT', { to: ` ${luis.email.toUpperCase()}` })
    expect(await given.json()).toEqual({ count: 2 })
    expect(await socket.closed).toMatchObject({ code: 4401 })
    for (const documentId of [id, another]) {
      expect((await tokenOf(ana.client, documentId)).status).toBe(403)
      expect(await (await tokenOf(luis.client, documentId)).json()).toMatchObject({ role: 'owner' })
      expect((await tokenOf(admin.client, documentId)).status).toBe(403)
      const log = await appServices().store.accessLog.ofDocument(documentId, 9)
      expect(log).toMatchObject([{ kind: 'owner', actorId: admin.id, subjectId: luis.id }])
    }
    const told = await appServices().store.notifications.ofUser(luis.id, 9)
    expect(told.map(({ kind, documentId, actorName }) => [kind, documentId, actorName])).toEqual([
      ['ownership', another, 'Name 1'],
      ['ownership', id, 'Name 1'],
    ])
    const query = { userId: luis.id, view: 'owned', order: 'opened', limit: 9, now: Date.now() } as const
    expect(await appServices().store.visits.list(query)).toHaveLength(2)
  })
})

const upload = (documentId: string, { client }: Someone) =>
  client.call({
    route: 'documents/[documentId]/images',
    method: 'POST',
    body: samplePng,
    params: { documentId },
  })

describe('a quota', () => {
  it('that is reached takes no more documents and images, of the owner’s, until there is room', async () => {
    const luis = await signUp()
    const { id } = await make(ana)
    await ana.client.call({
      route: 'documents/[documentId]/sharing',
      method: 'PUT',
      body: { generalRole: 'editor' },
      params: { documentId: id },
    })
    expect((await change({ quotaMb: 0 })).status).toBe(204)
    expect(await make(ana)).toMatchObject({ status: 409, error: 'quotaReached' })
    // Whoever uploads: it is the owner's room.
    for (const person of [ana, luis])
      expect(await codeOf(await upload(id, person))).toEqual([409, 'quotaReached'])
    const copy = { route: 'documents/[documentId]/copies', method: 'POST', body: { title: 'Copy' } }
    expect(await codeOf(await ana.client.call({ ...copy, params: { documentId: id } }))).toEqual([
      409,
      'quotaReached',
    ])
    expect((await luis.client.call({ ...copy, params: { documentId: id } })).status).toBe(201)
    // What is written is not cut short.
    expect((await tokenOf(ana.client, id)).status).toBe(200)

    expect((await change({ quotaMb: 20 })).status).toBe(204)
    expect((await upload(id, luis)).status).toBe(201)
    expect(await seen(ana)).toMatchObject({ bytes: samplePng.byteLength, quotaMb: 20 })
    expect((await change({ quotaMb: null })).status).toBe(204)
    expect(await seen(ana)).toMatchObject({ quotaMb: null })
    expect(await codeOf(await change({ quotaMb: -1 }))).toEqual([400, 'badRequest'])
  })

  it('is the receiver’s where documents are given', async () => {
    const luis = await signUp()
    const { id } = await make(ana)
    await upload(id, ana)
    const { client } = ana
    const about = { params: { documentId: id } }
    const share = { email: luis.email, role: 'editor' }
    const people = { route: 'documents/[documentId]/people', method: 'POST', body: share, ...about }
    const { id: shareId } = (await (await client.call(people)).json()) as { id: string }
    await appServices().store.shares.claim(shareId, luis.id, Date.now())
    const handOver = { route: 'documents/[documentId]/owner', method: 'PUT', body: { shareId }, ...about }
    const give = () => administer('/documents', 'PUT', { to: luis.email })
    await change({ quotaMb: 0 }, luis)
    expect(await codeOf(await client.call(handOver))).toEqual([409, 'receiverQuotaReached'])
    expect(await codeOf(await give())).toEqual([409, 'receiverQuotaReached'])
    expect(await (await tokenOf(client, id)).json()).toMatchObject({ role: 'owner' })
    await change({ quotaMb: 1 }, luis)
    expect((await client.call(handOver)).status).toBe(204)
    expect((await give()).status).toBe(200)
  })

  it('of the settings holds for everybody, and one’s own before it', async () => {
    const { id } = await make(ana)
    Object.assign(appConfig(), { quotaMb: 1 })
    try {
      const { db } = appServices().store.accountTables
      const image = { id: 'x.png', document_id: id, type: 'image/png', byte_size: 1_000_000 }
      await db
        .insertInto('images')
        .values({ ...image, width: 1, height: 1, created_at: 1 })
        .execute()
      expect(await make(ana)).toMatchObject({ status: 409, error: 'quotaReached' })
      await change({ quotaMb: 2 })
      expect((await make(ana)).status).toBe(201)
    } finally {
      Object.assign(appConfig(), { quotaMb: undefined })
    }
  })
})

it('accounts are found by name and address, with nothing of what they write', async () => {
  const { administration, documents } = appServices().store
  const { id } = await make(ana)
  await documents.applyProjections(
    [{ documentId: id, title: 'Secret title', excerpt: 'x', searchText: 'words', changedAt: Date.now() + 1 }],
    'cursor',
  )
  const found = await administration.accounts({ text: ana.email.toUpperCase(), limit: 5 })
  expect(found).toMatchObject([{ id: ana.id, documents: 1, trashed: 0, bytes: 5 }])
  expect(JSON.stringify(found)).not.toContain('Secret')
  expect(await administration.accounts({ text: '%', limit: 5 })).toEqual([])
  expect(await administration.accounts({ text: '', limit: 1 })).toHaveLength(1)
  const totals = await administration.totals()
  expect(totals.accounts).toBe(count)
  expect(totals.documents).toBeGreaterThan(0)
})
