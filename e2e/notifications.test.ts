import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import * as Y from 'yjs'

import { eventually } from '#collab-server/testing/eventually'
import { WireClient } from '#collab-server/testing/wire-client'
import { appServices } from '#features/documents/server/app-services'
import type { NotificationList } from '#features/notifications/notification-item'
import { isCrowded } from '#e2e/support/crowded'
import { HandlerClient, type HandlerCall } from '#e2e/support/handler-client'
import { startHandlerServices } from '#e2e/support/handler-services'
import { updateMessage } from '#protocol/message-parts'
import { inlineObjectMark } from '#schema/inline-objects'
import { schemaVersion } from '#schema/version'

// What people are told, and what not, by the app's handlers against the real store and collab server.

let stop: () => Promise<void>
let collabUrl: string
beforeAll(async () => {
  ;({ stop, collabUrl } = await startHandlerServices())
})
afterAll(() => stop())

const inDocument = 'documents/[documentId]'
let ana: HandlerClient
let eva: HandlerClient
let documentId: string
beforeEach(async () => {
  ;[ana, eva] = [new HandlerClient(), new HandlerClient()]
  await named(ana, 'Ana')
  const made = await ana.call({ route: 'documents', method: 'POST' })
  documentId = ((await made.json()) as { id: string }).id
})

const named = (client: HandlerClient, name: string) =>
  client.call({ route: 'me', method: 'PUT', body: { name } })

const about = (client: HandlerClient, call: Omit<HandlerCall, 'params'>, params = {}) =>
  client.call({ ...call, route: `${inDocument}/${call.route}`, params: { documentId, ...params } })

async function itemsOf(client: HandlerClient): Promise<NotificationList['items']> {
  const answer = await client.call({ route: 'notifications', method: 'GET' })
  expect(answer.status).toBe(200)
  return ((await answer.json()) as NotificationList).items
}

const toldTo = async (client: HandlerClient) =>
  (await itemsOf(client)).map(({ kind, actor, isRead }) => [kind, actor, isRead])

async function feedOf(client: HandlerClient): Promise<WireClient> {
  const answer = await client.call({ route: 'feed/token', method: 'POST' })
  const { token } = (await answer.json()) as { token: string }
  const feed = await WireClient.connect(`${collabUrl}/~feed?pass=${token}`)
  expect(feed.refusedWith).toBeUndefined()
  return feed
}

/** Writes as somebody who has the document open. @returns when it was on disk, by `performance.now()`. */
async function write(client: HandlerClient, change: (line: Y.XmlText) => void): Promise<number> {
  const { token } = (await (await about(client, { route: 'token', method: 'POST' })).json()) as {
    token: string
  }
  const query = new URLSearchParams({ token, schema: String(schemaVersion), acks: '1' })
  const socket = await WireClient.connect(`${collabUrl}/${documentId}?${query.toString()}`)
  await socket.catchUp()
  const doc = socket.receivedDoc()
  const before = Y.encodeStateVector(doc)
  doc.transact(() => {
    const block = doc.getXmlFragment('default').get(0) as Y.XmlElement
    if (!(block.get(0) instanceof Y.XmlText)) block.insert(0, [new Y.XmlText()])
    change(block.get(0) as Y.XmlText)
  })
  socket.send(updateMessage(Y.encodeStateAsUpdate(doc, before)))
  await eventually(() => expect(socket.acks.at(-1)?.messageCount).toBeGreaterThan(0), { everyMs: 2 })
  const writtenAt = performance.now()
  socket.webSocket.close()
  return writtenAt
}

const mentionOf = (userId: string) => (line: Y.XmlText) =>
  line.insert(0, '\uFFFC', {
    [inlineObjectMark]: { type: 'mention', values: { kind: 'person', id: userId, label: 'Eva' } },
  })

async function signedUp(email: string): Promise<HandlerClient> {
  const client = new HandlerClient()
  const account = { name: 'Luz', email, password: 'correct horse battery' }
  expect((await client.auth('sign-up/email', account)).status).toBe(204)
  return client
}
const share = (email: string) =>
  about(ana, { route: 'people', method: 'POST', body: { email, role: 'viewer' } })
const ask = () => about(eva, { route: 'requests', method: 'POST', body: { message: 'Please' } })
const close = () => about(ana, { route: 'sharing', method: 'PUT', body: { generalRole: null } })
const openUp = () => about(ana, { route: 'sharing', method: 'PUT', body: { generalRole: 'editor' } })

describe('somebody who is named in a text', () => {
  it('is told so within a second by their feed, by whom and once', async () => {
    const feed = await feedOf(eva)
    await write(ana, mentionOf('somebody else'))
    const writtenAt = await write(ana, mentionOf(eva.guestId))
    await eventually(() => expect(feed.messages.length).toBeGreaterThan(0), { everyMs: 2 })
    const tookMs = performance.now() - writtenAt
    console.log(`from the disk to the feed of whom a text names: ${tookMs.toFixed(0)} ms`)
    expect(tookMs).toBeLessThan(isCrowded(1.5) ? 4_000 : 1_000)
    expect(await toldTo(eva)).toEqual([['mention', 'Ana', false]])
    await write(ana, (line) => line.insert(line.length, ' please read', { [inlineObjectMark]: null }))
    // The room has closed behind the writer, and what it holds is read anew.
    await eventually(async () => {
      expect(await toldTo(eva)).toEqual([['mention', 'Ana', false]])
      expect((await appServices().store.documents.get(documentId))?.excerpt).toContain('please read')
    })
    expect(await toldTo(ana)).toEqual([])
  })

  it('is not told of a document that is closed to them, until it is not', async () => {
    await close()
    await write(ana, mentionOf(eva.guestId))
    // The title has come, and with it who is named.
    const isKnown = async () => {
      await itemsOf(eva)
      return (await appServices().store.documents.get(documentId))?.excerpt
    }
    await eventually(async () => expect(await isKnown()).toContain('Eva'))
    expect(await toldTo(eva)).toEqual([])
    await openUp()
    expect(await toldTo(eva)).toEqual([['mention', 'Ana', false]])
    await close()
    expect(await toldTo(eva)).toEqual([])
  })

  it('is not told where they want to hear nothing', async () => {
    const body = { level: 'nothing' }
    expect((await about(eva, { route: 'watch', method: 'PUT', body })).status).toBe(204)
    expect(await (await about(eva, { route: 'watch', method: 'GET' })).json()).toEqual(body)
    const feed = await feedOf(eva)
    await write(ana, mentionOf(eva.guestId))
    await eventually(() => expect(feed.messages.length).toBeGreaterThan(0))
    expect(await toldTo(eva)).toEqual([])
  })
})

describe('asking for access', () => {
  it('is told to the owner, and that they were let in to who asked', async () => {
    await close()
    await named(eva, 'Eva')
    const [owner, asker] = [await feedOf(ana), await feedOf(eva)]
    await ask()
    await eventually(() => expect(owner.messages.length).toBe(1))
    expect(await toldTo(ana)).toEqual([['accessRequest', 'Eva', false]])
    const body = { role: 'viewer' }
    await about(ana, { route: 'requests/[userId]', method: 'PUT', body }, { userId: eva.guestId })
    await eventually(() => expect(asker.messages.length).toBe(1))
    expect(await toldTo(eva)).toEqual([['accessGranted', 'Ana', false]])
  })

  it('is told no more to who owns the document no more', async () => {
    await close()
    await ask()
    await appServices()
      .store.accountTables.db.updateTable('documents')
      .set({ owner_id: 'somebody', general_role: 'editor' })
      .where('id', '=', documentId)
      .execute()
    expect(await toldTo(ana)).toEqual([])
  })
})

describe('what was read', () => {
  it('is read on the other devices too, which hear of it', async () => {
    await close()
    await about(eva, { route: 'requests', method: 'POST', body: {} })
    const otherDevice = await feedOf(ana)
    const [item] = await itemsOf(ana)
    const read = { route: 'notifications/read', method: 'PUT' }
    for (const body of [{}, { ids: ['1'] }, { ids: [-1] }, { through: 1.5 }, { ids: Array(300).fill(1) }]) {
      expect((await ana.call({ ...read, body })).status).toBe(400)
    }
    // Of somebody else nothing is read.
    expect((await eva.call({ ...read, body: { ids: [item?.id] } })).status).toBe(204)
    expect((await itemsOf(ana))[0]?.isRead).toBe(false)
    expect((await ana.call({ ...read, body: { ids: [item?.id] } })).status).toBe(204)
    await eventually(() => expect(otherDevice.messages.length).toBeGreaterThan(0))
    expect((await itemsOf(ana))[0]?.isRead).toBe(true)
  })

  it('goes with a document in the trash, and comes back with it', async () => {
    await close()
    await about(eva, { route: 'requests', method: 'POST', body: {} })
    await about(ana, { route: 'trash', method: 'PUT' })
    expect(await toldTo(ana)).toEqual([])
    await about(ana, { route: 'trash', method: 'DELETE' })
    expect(await toldTo(ana)).toHaveLength(1)
  })
})

describe('sharing by name', () => {
  it('tells an account whose address is vouched for, and not one that only says it has it', async () => {
    const { db } = appServices().store.accountTables
    const [known, unproven] = ['known@example.org', 'unproven@example.org']
    const [luz, other] = [await signedUp(known), await signedUp(unproven)]
    await db.updateTable('accounts').set({ emailVerified: 1 }).where('email', '=', known).execute()
    const feed = await feedOf(luz)
    await close()
    for (const email of [known, unproven]) expect((await share(email)).status).toBe(201)
    await eventually(() => expect(feed.messages.length).toBe(1))
    expect(await toldTo(luz)).toEqual([['share', 'Ana', false]])
    expect(await toldTo(other)).toEqual([])
  })
})
