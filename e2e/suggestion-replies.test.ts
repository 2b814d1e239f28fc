import { afterAll, beforeAll, expect, it } from 'vitest'

import type { CommentChanges } from '#features/comments/comment-thread'
import { appServices } from '#features/documents/server/app-services'
import type { NotificationList } from '#features/notifications/notification-item'
import { HandlerClient } from '#e2e/support/handler-client'
import { startHandlerServices } from '#e2e/support/handler-services'

// What is said of suggestions and decided about them, by the app's handlers, against the real store.

let stop: () => Promise<void>
const [ana, luis, eva] = [new HandlerClient(), new HandlerClient(), new HandlerClient()]
let documentId: string

beforeAll(async () => {
  ;({ stop } = await startHandlerServices())
  const made = await ana.call({ route: 'documents', method: 'POST' })
  documentId = ((await made.json()) as { id: string }).id
  await about(ana, 'sharing', 'PUT', { generalRole: 'commenter' })
  const link = await about(ana, 'links', 'POST', { role: 'suggester' })
  const { path } = (await link.json()) as { path: string }
  await luis.call({ route: 'links', method: 'POST', body: { secret: path.slice('/s/'.length) } })
  for (const { guestId } of [luis, eva])
    await appServices().store.visits.record({ userId: guestId, documentId, openedAt: Date.now() })
})
afterAll(() => stop())

const about = (client: HandlerClient, route: string, method: string, body?: unknown) =>
  client.call({
    route: `documents/[documentId]/${route}`,
    method,
    params: { documentId },
    ...(body !== undefined && { body }),
  })

let keys = 0
const reply = async (client: HandlerClient, id: string, text: string, by = luis.guestId) => {
  const body = { suggestion: { id, by }, key: `key-${++keys}-of-test`, text }
  return (await about(client, 'comments/suggestions', 'POST', body)).status
}
const lines = [{ kind: 'add', text: 'four' }]
const decide = async (client: HandlerClient, outcome: string, id: string, more: object = {}) => {
  const suggestions = [{ id, by: luis.guestId, lines, ...more }]
  return (await about(client, 'comments/suggestions', 'PUT', { outcome, suggestions })).status
}
async function threadOf(suggestion: string) {
  const { threads } = (await (await about(eva, 'comments', 'GET')).json()) as CommentChanges
  return threads.find((thread) => thread.suggestion?.id === suggestion)
}
const told = async (client: HandlerClient) => {
  const { items } = (await (
    await client.call({ route: 'notifications', method: 'GET' })
  ).json()) as NotificationList
  return items.map(({ kind }) => kind)
}

it('is a conversation of all who may comment, of which its author is told', async () => {
  expect(await reply(eva, 's1', 'Why four')).toBe(201)
  expect(await told(luis)).toEqual(['suggestionReply'])
  expect(await reply(luis, 's1', 'Because')).toBe(201)
  expect(await told(eva)).toEqual(['suggestionReply'])
  const thread = await threadOf('s1')
  expect(thread?.comments.map(({ text }) => text)).toEqual(['Why four', 'Because'])
  expect([thread?.quote, thread?.suggestion]).toEqual([null, { id: 's1', by: luis.guestId, decision: null }])
})

it('says who decided, and how the card read, with what was said before and after', async () => {
  await appServices().store.people.putName(ana.guestId, 'Ana')
  await reply(eva, 's2', 'Why')
  expect(await decide(ana, 'accepted', 's2')).toBe(204)
  expect(await reply(luis, 's2', 'Thanks')).toBe(201)
  const thread = await threadOf('s2')
  expect(thread?.suggestion?.decision).toEqual({ outcome: 'accepted', lines })
  expect(thread?.resolved).toEqual({ by: 'Ana', at: expect.any(Number) })
  expect(thread?.comments.map(({ text }) => text)).toEqual(['Why', 'Thanks'])
})

it('is decided by who may write; others take back what is theirs', async () => {
  expect([await decide(luis, 'accepted', 's3'), await decide(luis, 'rejected', 's3')]).toEqual([403, 403])
  expect(await decide(luis, 'withdrawn', 's3', { by: ana.guestId })).toBe(403)
  expect(await decide(eva, 'withdrawn', 's3', { by: eva.guestId })).toBe(403)
  expect(await threadOf('s3')).toBeUndefined()
  expect(await decide(luis, 'withdrawn', 's3')).toBe(204)
  expect((await threadOf('s3'))?.suggestion).toMatchObject({ by: luis.guestId })
})

it('tells nobody of another document, whomever somebody calls its author', async () => {
  const stranger = new HandlerClient()
  expect(await reply(eva, 's4', 'Hello', stranger.guestId)).toBe(201)
  expect([await told(stranger), (await threadOf('s4'))?.suggestion?.by]).toEqual([[], ''])
})

it.each<[string, object]>([
  ['without words', { lines: 'none' }],
  ['with a sentence that no card has', { lines: [{ kind: 'forged', text: 'x' }] }],
  ['with a longer text than a card', { lines: [{ kind: 'add', text: 'x'.repeat(201) }] }],
  ['with a number that is none', { lines: [{ kind: 'join', count: 0.5 }] }],
  ['with looks that are none', { lines: [{ kind: 'format', formats: [], text: 'x' }] }],
  ['of a block without a name', { lines: [{ kind: 'become', block: '<b>', text: 'x' }] }],
  ['about what is no suggestion', { id: 'no id' }],
  ['by nobody', { by: '' }],
])('keeps no decision %s', async (_, more) => {
  expect(await decide(ana, 'accepted', 's5', more)).toBe(400)
  expect(await decide(ana, 'forged', 's5')).toBe(400)
  expect(await threadOf('s5')).toBeUndefined()
})
