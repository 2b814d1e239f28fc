import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'

import { eventually } from '#collab-server/testing/eventually'
import { WireClient } from '#collab-server/testing/wire-client'
import type { ChatChanges, ChatPage } from '#features/chat/chat-message'
import { appServices } from '#features/documents/server/app-services'
import { WorkLimits } from '#features/documents/server/work-limits'
import type { NotificationList } from '#features/notifications/notification-item'
import { HandlerClient } from '#e2e/support/handler-client'
import { startHandlerServices } from '#e2e/support/handler-services'
import { schemaVersion } from '#schema/version'

// The chat of a document by the app's handlers, against the real store and collab server.

let stop: () => Promise<void>
let collabUrl: string
beforeAll(async () => {
  ;({ stop, collabUrl } = await startHandlerServices())
})
afterAll(() => stop())

let ana: HandlerClient
let eva: HandlerClient
let documentId: string
beforeEach(async () => {
  ;[ana, eva] = [new HandlerClient(), new HandlerClient()]
  const made = await ana.call({ route: 'documents', method: 'POST' })
  documentId = ((await made.json()) as { id: string }).id
})

const about = (client: HandlerClient, route: string, method: string, body?: unknown, more = {}, query = '') =>
  client.call({
    route: `documents/[documentId]/${route}`,
    method,
    params: { documentId, ...more },
    query,
    ...(body !== undefined && { body }),
  })

let keys = 0
async function post(client: HandlerClient, text: string, mentions: unknown[] = []): Promise<number> {
  const answer = await about(client, 'chat', 'POST', { key: `key-${++keys}-of-test`, text, mentions })
  expect(answer.status).toBe(201)
  return ((await answer.json()) as { id: number }).id
}
const pageOf = async (client: HandlerClient, query = '') =>
  (await (await about(client, 'chat', 'GET', undefined, {}, query)).json()) as ChatPage
const textsOf = async (client: HandlerClient) => (await pageOf(client)).messages.map(({ text }) => text)
const setRole = (generalRole: string | null) => about(ana, 'sharing', 'PUT', { generalRole })
const told = async (client: HandlerClient) =>
  (
    (await (await client.call({ route: 'notifications', method: 'GET' })).json()) as NotificationList
  ).items.map(({ kind, isRead }) => [kind, isRead])

async function feedOf(client: HandlerClient): Promise<WireClient> {
  const answer = await client.call({ route: 'feed/token', method: 'POST' })
  return WireClient.connect(`${collabUrl}/~feed?pass=${((await answer.json()) as { token: string }).token}`)
}

/** As the page of a document does. */
const visit = ({ guestId }: HandlerClient) =>
  appServices().store.visits.record({ userId: guestId, documentId, openedAt: Date.now() })

async function open(client: HandlerClient): Promise<void> {
  const { token } = (await (await about(client, 'token', 'POST')).json()) as { token: string }
  const query = new URLSearchParams({ token, schema: String(schemaVersion) })
  await (await WireClient.connect(`${collabUrl}/${documentId}?${query.toString()}`)).catchUp()
}

const edit = (client: HandlerClient, messageId: number) =>
  about(client, 'chat/[messageId]', 'PATCH', { text: 'edited' }, { messageId: String(messageId) })
const remove = (client: HandlerClient, messageId: number) =>
  about(client, 'chat/[messageId]', 'DELETE', undefined, { messageId: String(messageId) })

it('reaches who has the document open in less than a second, by what changed since', async () => {
  await open(eva)
  const feed = await feedOf(eva)
  const { change } = await pageOf(eva)
  const before = performance.now()
  await post(ana, 'Hello')
  await eventually(() => expect(feed.messages).toHaveLength(1))
  expect(performance.now() - before).toBeLessThan(1_000)
  const answer = await about(eva, 'chat', 'GET', undefined, {}, `?after=${change}`)
  const changes = (await answer.json()) as ChatChanges
  expect(changes).toMatchObject({
    messages: [{ text: 'Hello', authorId: ana.guestId, key: null }],
    unread: 1,
    hasMore: false,
  })
})

it('keeps a message that is sent twice once', async () => {
  const body = { key: 'the-same-key', text: 'Once' }
  const [one, two] = [await about(ana, 'chat', 'POST', body), await about(ana, 'chat', 'POST', body)]
  expect(await one.json()).toEqual(await two.json())
  expect((await pageOf(ana)).messages.map(({ key }) => key)).toEqual(['the-same-key'])
  expect(await textsOf(eva)).toEqual(['Once'])
})

it('comes in pages, and says where there is no more', async () => {
  for (let count = 0; count < 3; count++) {
    await Promise.all(
      Array.from({ length: 18 }, (_, index) => post(new HandlerClient(), `${count} ${index}`)),
    )
  }
  const page = await pageOf(eva)
  expect([page.messages.length, page.hasOlder, page.unread]).toEqual([50, true, 54])
  const older = await pageOf(eva, `?before=${page.messages[0]?.id}`)
  expect([older.messages.length, older.hasOlder]).toEqual([4, false])
})

describe('who may', () => {
  it('write, from commenter on', async () => {
    await setRole('viewer')
    expect((await about(eva, 'chat', 'POST', { key: 'key-of-eva', text: 'x' })).status).toBe(403)
    expect((await about(eva, 'chat', 'GET')).status).toBe(200)
    await setRole('commenter')
    await post(eva, 'I may')
    await setRole(null)
    expect((await about(eva, 'chat', 'GET')).status).toBe(403)
  })

  it('edit: whoever wrote it; delete: they and the owner', async () => {
    const [own, other] = [await post(eva, 'mine'), await post(ana, 'hers')]
    expect([(await edit(eva, other)).status, (await edit(ana, own)).status]).toEqual([404, 404])
    expect((await edit(eva, own)).status).toBe(204)
    expect((await remove(eva, other)).status).toBe(404)
    expect(await textsOf(ana)).toEqual(['edited', 'hers'])
    expect((await remove(ana, own)).status).toBe(204)
    expect((await remove(ana, other)).status).toBe(204)
    const { messages } = await pageOf(eva)
    expect(messages.map(({ text, isDeleted }) => [text, isDeleted])).toEqual([
      ['', true],
      ['', true],
    ])
  })
})

describe('is told of', () => {
  it('who is named, until they have read it', async () => {
    await visit(eva)
    const mention = { id: eva.guestId, name: 'Eva' }
    const id = await post(ana, 'Look, @Eva', [mention])
    expect(await told(eva)).toEqual([['chatMention', false]])
    // Not in the words: not named.
    await post(ana, 'Look', [{ id: ana.guestId, name: 'Luis' }])
    expect((await pageOf(eva)).messages.map(({ mentions }) => mentions)).toEqual([[mention], []])
    await about(eva, 'chat/read', 'PUT', { through: id })
    expect(await told(eva)).toEqual([['chatMention', true]])
    expect((await pageOf(eva)).unread).toBe(1)
  })

  it('nobody who has nothing to do with the document, whoever names them', async () => {
    const luis = new HandlerClient()
    await visit(eva)
    await post(ana, '@Eva @Luis', [
      { id: eva.guestId, name: 'Eva' },
      { id: luis.guestId, name: 'Luis' },
    ])
    expect([await told(eva), await told(luis)]).toEqual([[['chatMention', false]], []])
    await visit(luis)
    expect(await told(luis)).toEqual([])
  })

  it('whoever reads, on their other pages', async () => {
    await open(eva)
    const id = await post(ana, 'Hello')
    const [hers, anas] = [await feedOf(eva), await feedOf(ana)]
    await about(eva, 'chat/read', 'PUT', { through: id })
    await eventually(() => expect(hers.messages).toHaveLength(1))
    await about(eva, 'chat/read', 'PUT', { through: id })
    await post(ana, 'again')
    await eventually(() => expect(hers.messages).toHaveLength(2))
    expect(anas.messages).toHaveLength(0)
  })

  it('who watches everything, and nobody of what they wrote themselves', async () => {
    await about(eva, 'watch', 'PUT', { level: 'everything' })
    await post(eva, 'mine')
    expect(await told(eva)).toEqual([])
    await post(ana, 'one')
    await post(ana, 'two')
    expect(await told(eva)).toEqual([['chat', false]])
    await setRole(null)
    expect(await told(eva)).toEqual([])
  })
})

it.each([
  ['nothing', { key: 'key-of-nothing', text: ' \n ' }],
  ['too much', { key: 'key-of-much', text: 'x'.repeat(4_001) }],
  ['no key', { text: 'Hello' }],
  ['a strange key', { key: '../../x', text: 'Hello' }],
  ['names that are none', { key: 'key-of-names', text: '@x', mentions: [{ id: '"><script>', name: 'x' }] }],
  [
    'too many names',
    { key: 'key-of-many', text: '@x', mentions: Array.from({ length: 21 }, () => ({ id: 'x', name: 'x' })) },
  ],
])('takes no message with %s', async (_what, body) => {
  expect((await about(ana, 'chat', 'POST', body)).status).toBe(400)
})

it('takes no more in a minute than anybody says', async () => {
  const send = () => about(eva, 'chat', 'POST', { key: `key-${++keys}-of-flood`, text: 'x' })
  const statuses = new Set<number>()
  for (let count = 0; count < 45; count++) statuses.add((await send()).status)
  expect([...statuses]).toEqual([201, 429])
  expect((await pageOf(ana)).messages.length).toBe(40)
  expect((await about(ana, 'chat', 'POST', { key: 'key-of-ana', text: 'x' })).status).toBe(201)
})

it('takes no more edits either than one address may write', async () => {
  const busy = new HandlerClient({ address: '203.0.113.9' })
  const messageId = await post(busy, 'first')
  const take = vi.spyOn(WorkLimits.prototype, 'take').mockReturnValue(false)
  try {
    expect((await edit(busy, messageId)).status).toBe(429)
    expect(take.mock.calls[0]?.slice(0, 2)).toEqual(['chatMessages', '203.0.113.9'])
  } finally {
    take.mockRestore()
  }
  expect(await textsOf(ana)).toEqual(['first'])
  expect((await edit(busy, messageId)).status).toBe(204)
})
