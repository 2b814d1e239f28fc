import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import * as Y from 'yjs'

import { eventually } from '#collab-server/testing/eventually'
import { WireClient } from '#collab-server/testing/wire-client'
import type { CommentChanges, CommentThread } from '#features/comments/comment-thread'
import { appServices } from '#features/documents/server/app-services'
import { CollabServerClient, CollabUnavailableError } from '#features/documents/server/collab-server-client'
import { WorkLimits } from '#features/documents/server/work-limits'
import type { NotificationList } from '#features/notifications/notification-item'
import { HandlerClient } from '#e2e/support/handler-client'
import { startHandlerServices } from '#e2e/support/handler-services'
import { updateMessage } from '#protocol/message-parts'
import { documentField } from '#schema/document-fields'
import { schemaVersion } from '#schema/version'

// Comments on a document by the app's handlers, against the real store and collab server.

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

let made = 0
const newId = () => `thread-of-the-test-${String(++made).padStart(3, '0')}`
const newKey = () => `key-${++made}-of-test`

type Asked = Record<string, unknown>
const ask = (client: HandlerClient, asked: Asked = {}) =>
  about(client, 'comments', 'POST', { thread: newId(), place: null, text: 'Hello', key: newKey(), ...asked })
async function start(client: HandlerClient, asked: Asked = {}): Promise<string> {
  const thread = newId()
  expect((await ask(client, { thread, ...asked })).status).toBe(201)
  return thread
}
const reply = (client: HandlerClient, threadId: string, text = 'Yes', mentions: unknown[] = []) =>
  about(client, 'comments/[threadId]', 'POST', { key: newKey(), text, mentions }, { threadId })
const resolve = (client: HandlerClient, threadId: string, resolved = true) =>
  about(client, 'comments/[threadId]', 'PATCH', { resolved }, { threadId })
const entry = (client: HandlerClient, method: string, commentId: number, body?: unknown) =>
  about(client, 'comments/entries/[commentId]', method, body, { commentId: String(commentId) })
async function threadsOf(client: HandlerClient, query = ''): Promise<readonly CommentThread[]> {
  const answer = await about(client, 'comments', 'GET', undefined, {}, query)
  return ((await answer.json()) as CommentChanges).threads
}
const textsOf = async (client: HandlerClient) =>
  (await threadsOf(client)).map(({ comments }) => comments.map(({ text }) => text))
const commentIds = async (threadId: string) =>
  (await threadsOf(ana)).find(({ id }) => id === threadId)?.comments.map(({ id }) => id) ?? []
const setRole = (generalRole: string | null) => about(ana, 'sharing', 'PUT', { generalRole })
const toldOf = async (client: HandlerClient) =>
  ((await (await client.call({ route: 'notifications', method: 'GET' })).json()) as NotificationList).items
const told = async (client: HandlerClient) => (await toldOf(client)).map(({ kind }) => kind)
/** As the page of a document does. */
const visit = ({ guestId }: HandlerClient) =>
  appServices().store.visits.record({ userId: guestId, documentId, openedAt: Date.now() })

async function open(client: HandlerClient): Promise<WireClient> {
  const { token } = (await (await about(client, 'token', 'POST')).json()) as { token: string }
  const query = new URLSearchParams({ token, schema: String(schemaVersion) })
  const socket = await WireClient.connect(`${collabUrl}/${documentId}?${query.toString()}`)
  await socket.catchUp()
  return socket
}

/** A text of the owner's, and where a word of it is, as a page says it. */
async function write(text: string, word: string) {
  const socket = await open(ana)
  const doc = socket.receivedDoc()
  const block = doc.getXmlFragment(documentField.body).get(0) as Y.XmlElement
  const shared = block.get(0) as Y.XmlText
  doc.on('update', (update: Uint8Array) => socket.send(updateMessage(update)))
  shared.insert(0, text)
  await socket.catchUp()
  const at = text.indexOf(word)
  const encoded = (index: number, side: number) =>
    Buffer.from(
      Y.encodeRelativePosition(Y.createRelativePositionFromTypeIndex(shared, index, side)),
    ).toString('base64')
  const place = { start: encoded(at, 0), end: encoded(at + word.length, -1), letters: word, quote: 'forged' }
  return { place, remove: () => shared.delete(at, word.length), socket }
}

async function markedIn(): Promise<{ insert: string; attributes?: object }[]> {
  const body = (await open(ana)).receivedDoc().getXmlFragment(documentField.body)
  const text = (body.get(0) as Y.XmlElement).get(0) as Y.XmlText
  return text.toDelta() as { insert: string; attributes?: object }[]
}

it('begins at a word, in the document itself, for somebody who may not write there', async () => {
  await setRole('commenter')
  const { place } = await write('One fine day', 'fine')
  const thread = await start(eva, { place })
  // How it reads is said by the document, whatever its author says.
  expect(await threadsOf(ana)).toMatchObject([
    {
      id: thread,
      quote: 'fine',
      resolved: null,
      comments: [{ text: 'Hello', authorId: eva.guestId, key: null }],
    },
  ])
  expect((await markedIn()).map(({ insert, attributes }) => [insert, attributes !== undefined])).toEqual([
    ['One ', false],
    ['fine', true],
    [' day', false],
  ])
})

it('keeps what it was about, if that went meanwhile', async () => {
  const { place, remove, socket } = await write('One fine day', 'fine')
  remove()
  await socket.catchUp()
  const answer = await ask(eva, { place: { ...place, quote: 'fine' } })
  expect([answer.status, await markedIn()]).toEqual([201, [{ insert: 'One  day' }]])
  expect(await threadsOf(ana)).toMatchObject([{ quote: 'fine' }])
})

it('reaches who has the document open in less than a second, by what changed since', async () => {
  await open(eva)
  const { token } = (await (await eva.call({ route: 'feed/token', method: 'POST' })).json()) as {
    token: string
  }
  const feed = await WireClient.connect(`${collabUrl}/~feed?pass=${token}`)
  const before = performance.now()
  const first = await start(ana)
  await eventually(() => expect(feed.messages).toHaveLength(1))
  expect(performance.now() - before).toBeLessThan(1_000)
  expect(Buffer.from(feed.messages[0] ?? []).toString()).toContain(`comments:${documentId}`)
  const change = (await threadsOf(eva)).at(-1)?.change ?? 0
  await start(ana, { text: 'Later' })
  expect(await threadsOf(eva, `?after=${change}`)).toMatchObject([{ comments: [{ text: 'Later' }] }])
  expect(await threadsOf(eva)).toMatchObject([{ id: first }, {}])
})

it('is there once, though it is sent twice', async () => {
  const { place } = await write('One fine day', 'fine')
  const asked = { thread: newId(), key: newKey(), place }
  const marking = vi.spyOn(CollabServerClient.prototype, 'markComment')
  try {
    const [one, two] = [await ask(eva, asked), await ask(eva, asked)]
    expect(await one.json()).toEqual(await two.json())
    expect(marking).toHaveBeenCalledTimes(1)
    expect(await textsOf(ana)).toEqual([['Hello']])
    // Nor does it come back that way, once it is deleted.
    await entry(eva, 'DELETE', (await commentIds(asked.thread))[0] ?? 0)
    expect((await ask(eva, asked)).status).toBe(404)
    expect(marking).toHaveBeenCalledTimes(1)
    expect(await markedIn()).toEqual([{ insert: 'One fine day' }])
  } finally {
    marking.mockRestore()
  }
})

it('nothing is kept where the text could not be marked', async () => {
  const { place } = await write('One fine day', 'fine')
  const silent = vi.spyOn(console, 'error').mockReturnValue()
  const down = vi
    .spyOn(CollabServerClient.prototype, 'markComment')
    .mockRejectedValue(new CollabUnavailableError('down'))
  try {
    expect((await ask(ana, { place })).status).toBe(503)
  } finally {
    down.mockRestore()
    silent.mockRestore()
  }
  expect(await textsOf(ana)).toEqual([])
})

describe('who may', () => {
  it('write, answer, react and resolve, from commenter on', async () => {
    const thread = await start(ana)
    const [id = 0] = await commentIds(thread)
    const tries = async () => [
      (await ask(eva)).status,
      (await reply(eva, thread)).status,
      (await entry(eva, 'PUT', id, { sign: '👍', on: true })).status,
      (await resolve(eva, thread)).status,
    ]
    await setRole('viewer')
    expect(await tries()).toEqual([403, 403, 403, 403])
    expect(await textsOf(eva)).toEqual([['Hello']])
    await setRole('commenter')
    expect(await tries()).toEqual([201, 201, 204, 204])
    await setRole(null)
    expect((await about(eva, 'comments', 'GET')).status).toBe(403)
  })

  it('edit: whoever wrote it; delete: they and the owner, who may delete a whole thread', async () => {
    const thread = await start(ana)
    await reply(eva, thread)
    const [hers = 0, own = 0] = await commentIds(thread)
    const edit = async (client: HandlerClient, id: number) =>
      (await entry(client, 'PATCH', id, { text: 'edited' })).status
    expect([await edit(eva, hers), await edit(ana, own), await edit(eva, own)]).toEqual([404, 404, 204])
    expect((await entry(eva, 'DELETE', hers)).status).toBe(404)
    expect((await entry(ana, 'DELETE', own)).status).toBe(204)
    const second = await start(eva)
    const removeThread = async (client: HandlerClient) =>
      (await about(client, 'comments/[threadId]', 'DELETE', undefined, { threadId: second })).status
    expect([await removeThread(eva), await removeThread(ana)]).toEqual([403, 204])
    expect(await textsOf(ana)).toEqual([['Hello', ''], []])
  })

  it('take the marks out of the text: whoever deletes the last comment', async () => {
    const { place } = await write('One fine day', 'fine')
    const thread = await start(eva, { place })
    expect((await markedIn()).length).toBe(3)
    await entry(eva, 'DELETE', (await commentIds(thread))[0] ?? 0)
    expect(await markedIn()).toEqual([{ insert: 'One fine day' }])
    expect((await threadsOf(ana))[0]?.isDeleted).toBe(true)
  })
})

describe('a cheat gets nothing', () => {
  it('who says that somebody else wrote it', async () => {
    const forged = { authorId: ana.guestId, userId: ana.guestId, author: 'Ana', createdBy: ana.guestId }
    await start(eva, forged)
    expect(await threadsOf(ana)).toMatchObject([{ comments: [{ authorId: eva.guestId }] }])
  })

  it('who answers, resolves or edits in a document by way of another', async () => {
    const thread = await start(ana)
    const [id = 0] = await commentIds(thread)
    const made = await eva.call({ route: 'documents', method: 'POST' })
    const foreign = {
      documentId: ((await made.json()) as { id: string }).id,
      threadId: thread,
      commentId: String(id),
    }
    const by = async (route: string, method: string, body?: unknown) =>
      (await about(eva, route, method, body, foreign)).status
    expect([
      await by('comments/[threadId]', 'POST', { key: newKey(), text: 'x' }),
      await by('comments/[threadId]', 'PATCH', { resolved: true }),
      await by('comments/[threadId]', 'DELETE'),
      await by('comments/entries/[commentId]', 'PATCH', { text: 'x' }),
      await by('comments/entries/[commentId]', 'DELETE'),
    ]).toEqual([404, 404, 404, 404, 404])
    await by('comments/entries/[commentId]', 'PUT', { sign: '👍', on: true })
    expect(await threadsOf(ana)).toMatchObject([
      { resolved: null, comments: [{ text: 'Hello', reactions: [] }] },
    ])
  })

  it('who begins a thread under the id of another, here or there, or marks more text as another’s', async () => {
    const { place } = await write('One fine day', 'fine')
    const thread = await start(ana)
    expect((await ask(eva, { thread, place })).status).toBe(400)
    const made = await eva.call({ route: 'documents', method: 'POST' })
    const own = { documentId: ((await made.json()) as { id: string }).id }
    const body = { thread, place: null, text: 'x', key: newKey() }
    expect((await about(eva, 'comments', 'POST', body, own)).status).toBe(400)
    expect(await markedIn()).toEqual([{ insert: 'One fine day' }])
    expect(await textsOf(ana)).toEqual([['Hello']])
  })

  it.each([
    ['nothing', { text: ' \n ' }],
    ['too much', { text: 'x'.repeat(4_001) }],
    ['no key', { key: undefined }],
    ['a strange key', { key: '../../x' }],
    ['a strange id', { thread: '"><script>alert(1)' }],
    ['no place', { place: undefined }],
    ['a place that is none', { place: { start: '<x>', end: '', letters: '', quote: 'x' } }],
    ['a position without end', { place: { start: 'A'.repeat(300), end: 'AAAA', letters: '', quote: 'x' } }],
    ['a range without end', { place: { start: 'AAAA', end: 'AAAA', letters: 'x'.repeat(501), quote: 'x' } }],
    ['a quote without end', { place: { start: 'AAAA', end: 'AAAA', letters: '', quote: 'x'.repeat(301) } }],
    ['bytes that are no position', { place: { start: '////', end: '////', letters: 'x', quote: 'x' } }],
    ['names that are none', { text: '@x', mentions: [{ id: '"><script>', name: 'x' }] }],
  ])('who sends %s', async (_what, wrong) => {
    expect((await ask(eva, wrong)).status).toBe(400)
    expect(await textsOf(ana)).toEqual([])
  })

  it('who reacts with what is no reaction', async () => {
    const [id = 0] = await commentIds(await start(ana))
    expect((await entry(eva, 'PUT', id, { sign: '<img src=x>', on: true })).status).toBe(400)
  })

  it('who writes a thread without end', async () => {
    const thread = await start(ana)
    const { comments } = appServices().store
    const answerInStore = comments.reply.bind(comments)
    const replying = vi.spyOn(comments, 'reply').mockImplementation((comment, notices, most = 0) =>
      // As if there were all but one of them.
      answerInStore(comment, notices, most - 498),
    )
    try {
      expect((await reply(eva, thread)).status).toBe(201)
      const answer = await reply(eva, thread)
      expect([answer.status, await answer.json()]).toEqual([409, { error: 'threadFull' }])
    } finally {
      replying.mockRestore()
    }
  })

  it('who writes faster than anybody', async () => {
    const thread = await start(ana)
    const answers = await Promise.all(Array.from({ length: 45 }, () => reply(eva, thread)))
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(40)
    expect((await reply(eva, thread)).status).toBe(429)
    expect((await reply(ana, thread)).status).toBe(201)
    const take = vi.spyOn(WorkLimits.prototype, 'take').mockReturnValue(false)
    const busy = new HandlerClient({ address: '203.0.113.9' })
    try {
      expect((await reply(busy, thread)).status).toBe(429)
      expect((await resolve(busy, thread)).status).toBe(429)
    } finally {
      take.mockRestore()
    }
  })
})

describe('is told of', () => {
  it('whose document it is; who is named; who has written there', async () => {
    const [luis, stranger] = [new HandlerClient(), new HandlerClient()]
    await visit(luis)
    const mentions = [
      { id: luis.guestId, name: 'Luis' },
      { id: stranger.guestId, name: 'Nobody' },
    ]
    const thread = await start(eva, { text: 'What do you say, @Luis @Nobody', mentions })
    expect([await told(ana), await told(luis), await told(eva)]).toEqual([
      ['comment'],
      ['commentMention'],
      [],
    ])
    await visit(stranger)
    expect(await told(stranger)).toEqual([])
    await visit(eva)
    await reply(luis, thread)
    expect([await told(eva), await told(ana)]).toEqual([['commentReply'], ['comment']])
    await resolve(ana, thread)
    await resolve(ana, thread)
    expect([await told(eva), await told(luis)]).toEqual([
      ['commentResolved', 'commentReply'],
      ['commentResolved', 'commentMention'],
    ])
  })

  it('a thread until they have read it, and of others all the same', async () => {
    const [one, two] = [await start(eva), await start(eva)]
    const unread = async () =>
      (await toldOf(ana)).filter(({ isRead }) => !isRead).map(({ subject }) => subject)
    expect(await unread()).toEqual([two, one])
    const read = (client: HandlerClient) =>
      about(client, 'comments/[threadId]/read', 'PUT', undefined, { threadId: one })
    expect([(await read(eva)).status, await unread()]).toEqual([204, [two, one]])
    expect([(await read(ana)).status, await unread()]).toEqual([204, [two]])
  })

  it('who watches everything, and nobody who may not see it any more', async () => {
    await about(eva, 'watch', 'PUT', { level: 'everything' })
    const thread = await start(ana)
    await reply(ana, thread)
    expect(await told(eva)).toEqual(['comment'])
    await setRole(null)
    expect(await told(eva)).toEqual([])
  })
})

it('tells the names of those who have to do with the document, and of nobody else', async () => {
  const { people } = appServices().store
  const stranger = new HandlerClient()
  await people.putName(ana.guestId, 'Ana')
  await people.putName(eva.guestId, 'Eva')
  await people.putName(stranger.guestId, 'Somebody else')
  await visit(eva)
  const query = [ana, eva, stranger].map(({ guestId }) => `id=${guestId}`).join('&')
  const answer = await about(eva, 'names', 'GET', undefined, {}, `?${query}`)
  const named = (await answer.json()) as { people: { id: string; name: string }[] }
  expect(named.people.map(({ name }) => name).toSorted()).toEqual(['Ana', 'Eva'])
})
