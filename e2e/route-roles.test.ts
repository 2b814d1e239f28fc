import { globSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { can, type Action, type Role } from '#access/roles'
import type { ServerView } from '#features/doctor/report'
import { appServices } from '#features/documents/server/app-services'
import { claimShare } from '#features/sharing/server/named-people'
import { HandlerClient } from '#e2e/support/handler-client'
import { startHandlerServices } from '#e2e/support/handler-services'
import { samplePng } from '#e2e/support/sample-image'
import { root } from '../scripts/prepare/root.mjs'

// Every handler of the app x every role, given by link and by name, x guests and accounts who have none and strangers, against the real store and collab server.

type Person = { readonly name: string; readonly role: Role | null; readonly client: HandlerClient }

const guest = (name: string, role: Role | null): Person => ({ name, role, client: new HandlerClient() })
const roles = ['editor', 'suggester', 'commenter', 'viewer'] as const
const owner = guest('the owner', 'owner')
const linked = roles.map((role) => guest(`somebody with a ${role} link`, role))
const stranger: Person = {
  name: 'a stranger without a cookie',
  role: null,
  client: new HandlerClient({ guest: null }),
}
/** With accounts, all of them. */
const named = roles.map((role) => guest(`somebody named as ${role}`, role))
const pending = guest('somebody named who has not shown that the address is theirs', null)
const unnamed = guest('somebody with an account and nothing else', null)
const administrator = guest('the administrator, to whom nothing was shared', null)
const accounts = [administrator, ...named, pending, unnamed]
const people: readonly Person[] = [
  owner,
  ...linked,
  ...accounts,
  guest('a guest without a link', null),
  stranger,
]
const emailOf = (person: Person) => `person${people.indexOf(person)}@example.org`

/** The routes about one document, with what they need. */
const documentRoutes: readonly {
  route: string
  method: string
  action: Action
  body?: unknown
  status: number
}[] = [
  { route: '', method: 'PATCH', action: 'read', body: { starred: true }, status: 204 },
  { route: 'copies', method: 'POST', action: 'read', body: { title: 'Copy' }, status: 201 },
  { route: 'trash', method: 'PUT', action: 'manage', status: 204 },
  // Without a format, which is asked for once it is known that the asker may have one.
  { route: '../../../d/[documentId]/export', method: 'GET', action: 'read', status: 400 },
  { route: 'token', method: 'POST', action: 'read', status: 200 },
  { route: 'images', method: 'POST', action: 'write', body: samplePng, status: 201 },
  { route: 'images/[file]', method: 'GET', action: 'read', status: 200 },
  { route: 'mentions', method: 'GET', action: 'write', status: 200 },
  { route: 'titles', method: 'GET', action: 'read', status: 200 },
  { route: 'names', method: 'GET', action: 'read', status: 200 },
  { route: 'chat', method: 'GET', action: 'read', status: 200 },
  {
    route: 'chat',
    method: 'POST',
    action: 'chat',
    body: { key: 'key-of-one-message', text: 'Hello' },
    status: 201,
  },
  { route: 'chat/read', method: 'PUT', action: 'read', body: { through: 1 }, status: 204 },
  // Of a message that there is not, which is looked for once it is known that the asker may write; see `chat.test.ts`.
  { route: 'chat/[messageId]', method: 'PATCH', action: 'chat', body: { text: 'Hello' }, status: 404 },
  { route: 'chat/[messageId]', method: 'DELETE', action: 'chat', status: 404 },
  { route: 'comments', method: 'GET', action: 'read', status: 200 },
  // Without a comment, which is asked for once it is known that the asker may write one.
  { route: 'comments', method: 'POST', action: 'comment', body: {}, status: 400 },
  // Of a thread and a comment that there are not, which are looked for once it is known that the asker may write; see `comments.test.ts`.
  {
    route: 'comments/[threadId]',
    method: 'POST',
    action: 'comment',
    body: { key: 'key-of-one-comment', text: 'Hello' },
    status: 404,
  },
  { route: 'comments/[threadId]', method: 'PATCH', action: 'comment', body: { resolved: true }, status: 404 },
  { route: 'comments/[threadId]', method: 'DELETE', action: 'manage', status: 404 },
  { route: 'comments/[threadId]/read', method: 'PUT', action: 'read', status: 204 },
  {
    route: 'comments/entries/[commentId]',
    method: 'PATCH',
    action: 'comment',
    body: { text: 'Hello' },
    status: 404,
  },
  {
    route: 'comments/entries/[commentId]',
    method: 'PUT',
    action: 'comment',
    body: { sign: '👍', on: true },
    status: 204,
  },
  { route: 'comments/entries/[commentId]', method: 'DELETE', action: 'comment', status: 404 },
  // Without what is said and decided, which is asked for once it is known that the asker may; see `suggestion-replies.test.ts`.
  { route: 'comments/suggestions', method: 'POST', action: 'comment', body: {}, status: 400 },
  { route: 'comments/suggestions', method: 'PUT', action: 'suggest', body: {}, status: 400 },
  { route: 'watch', method: 'GET', action: 'read', status: 200 },
  { route: 'watch', method: 'PUT', action: 'read', body: { level: 'nothing' }, status: 204 },
  { route: 'history', method: 'GET', action: 'history', status: 200 },
  { route: 'history', method: 'PUT', action: 'history', body: { version: 1, name: 'Draft' }, status: 204 },
  // Without since when, which is asked for once it is known that the asker may know.
  { route: 'history/news', method: 'GET', action: 'history', status: 400 },
  { route: 'sharing', method: 'GET', action: 'read', status: 200 },
  { route: 'sharing', method: 'PUT', action: 'manage', body: { generalRole: null }, status: 204 },
  { route: 'access-log', method: 'GET', action: 'manage', status: 200 },
  { route: 'links', method: 'POST', action: 'manage', body: { role: 'editor' }, status: 201 },
  { route: 'links/[linkId]', method: 'PATCH', action: 'manage', body: { role: 'viewer' }, status: 204 },
  { route: 'links/[linkId]', method: 'DELETE', action: 'manage', status: 204 },
  {
    route: 'people',
    method: 'POST',
    action: 'manage',
    body: { email: 'new@example.org', role: 'editor' },
    status: 201,
  },
  { route: 'people/[shareId]', method: 'PATCH', action: 'manage', body: { role: 'viewer' }, status: 204 },
  { route: 'people/[shareId]', method: 'DELETE', action: 'manage', status: 204 },
  {
    route: 'requests/[userId]',
    method: 'PUT',
    action: 'manage',
    body: { role: 'viewer' },
    status: 204,
  },
  { route: 'requests/[userId]', method: 'DELETE', action: 'manage', status: 204 },
  // Without whose it shall be, which is asked for once it is known that the asker may say so.
  { route: 'owner', method: 'PUT', action: 'manage', status: 400 },
]

/** Those about a document in the trash, which is its owner's alone. */
const trashRoutes = [
  { route: '', method: 'DELETE', status: 204 },
  { route: 'trash', method: 'DELETE', status: 204 },
] as const

/** Those for whom a document was shared with, and not its owner. */
const memberRoutes = [{ route: 'me', method: 'DELETE', status: 204 }] as const

/** Those for who may not open a document, and for nobody else. */
const closedRoutes = [{ route: 'requests', method: 'POST', body: {}, status: 204 }] as const

/** Those about no document in particular: any guest may ask, a stranger may not. */
const guestRoutes = [
  { route: 'documents', method: 'POST', status: 201 },
  // Without a file.
  { route: 'documents/import', method: 'POST', status: 413 },
  { route: 'me', method: 'PUT', body: { name: 'Ana' }, status: 204 },
  { route: 'links', method: 'POST', body: { secret: 'x'.repeat(22) }, status: 404 },
  { route: 'folders', method: 'POST', body: { name: 'Plans' }, status: 201 },
  { route: 'feed/token', method: 'POST', status: 200 },
  // One's own alone: held in `notifications.test.ts`.
  { route: 'notifications', method: 'GET', status: 200 },
  { route: 'notifications/read', method: 'PUT', body: { through: 0 }, status: 204 },
  // One's own alone, which the store holds.
  { route: 'folders/[folderId]', method: 'PATCH', body: { name: 'Plans' }, status: 404 },
  { route: 'folders/[folderId]', method: 'DELETE', status: 404 },
] as const

/** Those of whoever administers, about somebody's account. */
const adminRoutes = [
  { route: 'admin/accounts/[accountId]', method: 'PATCH', body: { suspended: false }, status: 204 },
  { route: 'admin/accounts/[accountId]/sessions', method: 'DELETE', status: 204 },
  // Without whose they shall be, which is asked for once it is known that the asker may say so.
  { route: 'admin/accounts/[accountId]/documents', method: 'PUT', status: 400 },
  { route: 'admin/status', method: 'GET', status: 200 },
  // It stands in the environment here: see `secret-change.test.ts`.
  { route: 'admin/secret', method: 'POST', status: 409 },
] as const

/** Those of accounts, which anybody may ask, with an account or a cookie or without: held in `accounts.test.ts` and beside it. */
const accountRoutes = [
  { route: 'auth/[...path]', method: 'GET' },
  { route: 'auth/[...path]', method: 'POST' },
  { route: 'invitations', method: 'POST' },
  { route: 'me/sessions/[sessionId]', method: 'DELETE' },
  { route: 'me', method: 'DELETE' },
  { route: 'me/departure', method: 'GET' },
  { route: 'me/export', method: 'GET' },
] as const

/** What carries connections: whoever shows a token may, which the collab server looks at. Held in `tunnel.test.ts`. */
const tunnelRoutes = [
  { route: 'tunnel', method: 'GET' },
  { route: 'tunnel', method: 'POST' },
  { route: 'tunnel', method: 'DELETE' },
] as const

/** Looks at the connection and changes nothing, also for a page whose origin is wrong, which it says. */
const doctorRoute = { route: 'doctor', method: 'POST' } as const

const signUp = async (person: Person) => {
  const account = {
    name: person.name.slice(0, 40),
    email: emailOf(person),
    password: 'correct horse battery',
  }
  const { status } = await person.client.auth('sign-up/email', account)
  if (status !== 204) throw new Error(`no account for ${person.name}: ${status}`)
}

let stop: () => Promise<void>
// Each account costs the work of a password, beside which others may work as well.
beforeAll(async () => {
  ;({ stop } = await startHandlerServices())
  // The first account is the administrator's.
  await signUp(administrator)
  await Promise.all(accounts.filter((person) => person !== administrator).map(signUp))
}, 60_000)
afterAll(() => stop())

const call = (
  asked: { route: string; method: string; body?: unknown },
  { client }: Person,
  params: Record<string, string> = {},
  origin?: string,
): Promise<Response> => client.call({ ...asked, params, ...(origin !== undefined && { origin }) })

async function accountIdOf(person: Person): Promise<string> {
  const { db } = appServices().store.accountTables
  const query = db.selectFrom('accounts').select('id').where('email', '=', emailOf(person))
  return (await query.executeTakeFirstOrThrow()).id
}

/** Whom the store knows somebody as. */
const idOf = async (person: Person) =>
  accounts.includes(person) ? accountIdOf(person) : person.client.guestId

/** A document of the owner's, closed to the address, that everybody linked has come to by a link of their own, and everybody named by name. */
async function sharedDocument(): Promise<Record<string, string>> {
  const { store } = appServices()
  const made = await call({ route: 'documents', method: 'POST' }, owner)
  const { id: documentId } = (await made.json()) as { id: string }
  const about = { documentId }
  const inDocument = 'documents/[documentId]'
  const closed = { route: `${inDocument}/sharing`, method: 'PUT', body: { generalRole: null } }
  expect((await call(closed, owner, about)).status).toBe(204)
  for (const person of linked) {
    const wanted = { route: `${inDocument}/links`, method: 'POST', body: { role: person.role } }
    const { path: address } = (await (await call(wanted, owner, about)).json()) as { path: string }
    const opening = { route: 'links', method: 'POST', body: { secret: address.slice('/s/'.length) } }
    expect((await call(opening, person)).status).toBe(200)
  }
  for (const person of [...named, pending]) {
    const body = { email: emailOf(person), role: person.role ?? 'editor' }
    const wanted = { route: `${inDocument}/people`, method: 'POST', body }
    const { id, path: address } = (await (await call(wanted, owner, about)).json()) as {
      id: string
      path: string
    }
    if (person === pending) continue
    const account = { id: await accountIdOf(person), email: emailOf(person) }
    const claimed = await claimShare(store.shares, address.slice('/s/'.length), account, Date.now())
    expect([claimed.outcome, id]).toEqual(['claimed', expect.any(String)])
  }
  const [link] = await store.links.ofDocument(documentId)
  const [share] = await store.shares.ofDocument(documentId)
  const asking = { route: `${inDocument}/requests`, method: 'POST', body: { message: 'Please' } }
  expect((await call(asking, unnamed, about)).status).toBe(204)
  const upload = { route: `${inDocument}/images`, method: 'POST', body: samplePng }
  const { src } = (await (await call(upload, owner, about)).json()) as { src: string }
  return {
    documentId,
    linkId: link?.id ?? '',
    shareId: share?.id ?? '',
    userId: await idOf(unnamed),
    messageId: '0',
    threadId: 'thread-of-nobody',
    commentId: '0',
    file: path.basename(src),
  }
}

/** One of those for all who change nothing in it. */
let untouched: Promise<Record<string, string>> | undefined
const untouchedDocument = () => (untouched ??= sharedDocument())

const full = (route: string) => `documents/[documentId]/${route}`.replace(/\/$/, '')

describe.each(documentRoutes)(
  '$method documents/[documentId]/$route',
  ({ route, action, status, ...rest }) => {
    const asked = { ...rest, route: full(route) }

    it.each(people)('by $name', async (person) => {
      const allowed = person.role !== null && can(person.role, action)
      const answer = await call(asked, person, await (allowed ? sharedDocument() : untouchedDocument()))
      const refused = answer.status === status ? null : await answer.json()
      expect([answer.status, refused]).toEqual(allowed ? [status, null] : [403, { error: 'forbidden' }])
    })

    it('about a document that does not exist', async () => {
      const about = { ...(await untouchedDocument()), documentId: 'x'.repeat(22) }
      const answer = await call(asked, owner, about)
      expect({ status: answer.status, body: await answer.json() }).toEqual({
        status: 404,
        body: { error: 'gone' },
      })
    })

    it('with what belongs to another document changes nothing', async () => {
      const { linkId = '', shareId = '', file = '' } = await untouchedDocument()
      const own = await sharedDocument()
      const answer = await call(asked, owner, { ...own, linkId, shareId, file })
      const names = /\[(linkId|shareId|file)\]/.test(route)
      expect(answer.status).toBe(names ? 404 : status)
      const { links, shares, images } = appServices().store
      expect((await links.ofDocument(own.documentId ?? '')).some(({ id }) => id === linkId)).toBe(false)
      expect((await shares.ofDocument(own.documentId ?? '')).some(({ id }) => id === shareId)).toBe(false)
      expect(await images.get(own.documentId ?? '', file)).toBeNull()
    })
  },
)

const trash = { route: full('trash'), method: 'PUT' }

describe.each(trashRoutes)('$method documents/[documentId]/$route', ({ route, status, ...rest }) => {
  const asked = { ...rest, route: full(route) }

  it.each(people)('of one in the trash, by $name', async (person) => {
    const about = await sharedDocument()
    expect((await call(trash, owner, about)).status).toBe(204)
    const answer = await call(asked, person, about)
    const refused = answer.status === status ? null : await answer.json()
    expect([answer.status, refused]).toEqual(person === owner ? [status, null] : [404, { error: 'gone' }])
  })

  it.each(people)('of one that is not in the trash, by $name', async (person) => {
    const about = await untouchedDocument()
    const answer = await call(asked, person, about)
    expect(answer.status).toBe(person === owner ? 409 : 403)
    expect(await appServices().store.documents.get(about.documentId ?? '')).not.toBeNull()
  })
})

describe('in the trash', () => {
  it.each(documentRoutes)('$method $route is for nobody', async ({ route, ...rest }) => {
    const about = await sharedDocument()
    await call(trash, owner, about)
    const asked = { ...rest, route: full(route) }
    expect((await call(asked, owner, about)).status).toBe(410)
    for (const person of people.filter((other) => other !== owner)) {
      expect((await call(asked, person, about)).status).toBe(404)
    }
  })

  it('a document comes back with everything it had, or goes with everything', async () => {
    const about = await sharedDocument()
    const { documentId = '', file = '' } = about
    await call(trash, owner, about)
    await call({ ...trash, method: 'DELETE' }, owner, about)
    expect((await call({ route: full('images/[file]'), method: 'GET' }, owner, about)).status).toBe(200)
    await call(trash, owner, about)
    await call({ route: full(''), method: 'DELETE' }, owner, about)
    const { store, imageFiles } = appServices()
    expect(await store.documents.get(documentId)).toBeNull()
    expect(await imageFiles.read(documentId, file)).toBeNull()
    expect((await call(trash, owner, about)).status).toBe(404)
  })
})

it('a copy is one’s own, with its images and none of the links and names', async () => {
  const about = await sharedDocument()
  const copying = { route: full('copies'), method: 'POST', body: { title: 'Copy' } }
  const viewer = people.find(({ role }) => role === 'viewer') as Person
  const { id } = (await (await call(copying, viewer, about)).json()) as { id: string }
  const { store, imageFiles } = appServices()
  expect(await store.documents.get(id)).toMatchObject({
    ownerId: viewer.client.guestId,
    generalRole: 'editor',
  })
  expect(await store.links.ofDocument(id)).toEqual([])
  expect(await store.shares.ofDocument(id)).toEqual([])
  const { file = '' } = about
  expect(await store.images.get(id, file)).toMatchObject({ documentId: id })
  expect(Buffer.from((await imageFiles.read(id, file)) ?? [])).toEqual(samplePng)
})

describe.each(closedRoutes)('$method documents/[documentId]/$route', ({ route, status, ...rest }) => {
  it.each(people)('by $name', async (person) => {
    const about = await untouchedDocument()
    const answer = await call({ ...rest, route: full(route) }, person, about)
    const expected = person === stranger ? 401 : person.role === null ? status : 409
    expect(answer.status).toBe(expected)
    const waiting = await appServices().store.accessRequests.waiting(about.documentId ?? '')
    const asked = waiting.map(({ userId }) => userId)
    expect(asked.includes(await idOf(person))).toBe(expected === status)
  })
})

describe.each(memberRoutes)('$method documents/[documentId]/$route', ({ route, status, ...rest }) => {
  it.each(people)('by $name', async (person) => {
    const isMember = person.role !== null && person !== owner
    const about = await (isMember ? sharedDocument() : untouchedDocument())
    const answer = await call({ ...rest, route: full(route) }, person, about)
    expect(answer.status).toBe(isMember ? status : person === owner ? 409 : 403)
    if (!isMember) return
    const again = await call({ route: full('token'), method: 'POST' }, person, about)
    expect(again.status).toBe(403)
  })
})

describe.each(guestRoutes)('$method $route', ({ status, ...asked }) => {
  it.each(people)('by $name', async (person) => {
    expect((await call(asked, person)).status).toBe(person === stranger ? 401 : status)
  })
})

describe('POST doctor', () => {
  it.each(people)('by $name', async (person) => {
    for (const origin of [undefined, 'https://evil.example']) {
      const answer = await call(doctorRoute, person, {}, origin)
      expect(answer.status).toBe(person === stranger ? 401 : 200)
      if (person === stranger) continue
      const { server } = (await answer.json()) as { server: ServerView }
      // No address is set here, and none that a request names is called.
      expect(server).toMatchObject({ collab: 'ready', outside: null, takesOrigin: origin === undefined })
      expect(server.inside?.status).toBe(origin === undefined ? 101 : 403)
    }
  })
})

describe.each(adminRoutes)('$method $route', ({ status, ...asked }) => {
  it.each(people)('by $name', async (person) => {
    // One that nobody is signed in with.
    const spare = { name: 'Spare', email: `spare${Math.random()}@example.org` }
    const { db } = appServices().store.accountTables
    const now = new Date().toISOString()
    const row = { id: spare.email, ...spare, emailVerified: 0 as const, createdAt: now, updatedAt: now }
    await db.insertInto('accounts').values(row).execute()
    const answer = await call(asked, person, { accountId: row.id })
    const refusal =
      person === stranger
        ? [401, 'guestUnknown']
        : accounts.includes(person)
          ? [403, 'forbidden']
          : [403, 'accountNeeded']
    const { error } = answer.status === 204 ? {} : ((await answer.json()) as { error?: string })
    expect([answer.status, error]).toEqual(
      person === administrator
        ? [status, { 200: undefined, 204: undefined, 400: 'badRequest', 409: 'secretInEnvironment' }[status]]
        : refusal,
    )
  })
})

it('from another site nothing can be changed, by whomever', async () => {
  const about = await sharedDocument()
  const changing = documentRoutes.filter(({ method }) => method !== 'GET')
  for (const { route, ...rest } of [...changing, ...trashRoutes, ...memberRoutes, ...closedRoutes]) {
    const answer = await call({ ...rest, route: full(route) }, owner, about, 'https://evil.example')
    expect([route, answer.status]).toEqual([route, 403])
    expect(await answer.json()).toEqual({ error: 'foreignOrigin' })
  }
  for (const asked of guestRoutes.filter(({ method }) => method !== 'GET')) {
    expect((await call(asked, owner, {}, 'https://evil.example')).status).toBe(403)
  }
  for (const asked of adminRoutes.filter(({ method }) => method !== 'GET')) {
    const answer = await call(asked, administrator, { accountId: 'x' }, 'https://evil.example')
    expect(await answer.json()).toEqual({ error: 'foreignOrigin' })
  }
})

it('who is who and which links there are is told to the owner alone', async () => {
  const about = await sharedDocument()
  for (const person of people.filter(({ role }) => role !== null)) {
    const answer = await call({ route: full('sharing'), method: 'GET' }, person, about)
    const { links, named: told } = (await answer.json()) as { links: unknown[]; named: unknown[] }
    const expected = person.role === 'owner' ? [4, 5] : [0, 0]
    expect([person.role, links.length, told.length]).toEqual([person.role, ...expected])
  }
})

it('a token says the role of whoever asks for it, and what gives it', async () => {
  const about = await sharedDocument()
  for (const person of people.filter(({ role }) => role !== null)) {
    const answer = await call({ route: full('token'), method: 'POST' }, person, about)
    const { token, role } = (await answer.json()) as { token: string; role: Role }
    const [payload = ''] = token.split('.')
    const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString())
    const userId = await idOf(person)
    expect(role).toBe(person.role)
    expect(claims).toMatchObject({ documentId: about.documentId, userId, role: person.role })
  }
})

it('the tables above name every handler there is', async () => {
  const named = [
    ...documentRoutes.map(({ route, method }) => `${method} ${path.normalize(full(route))}`),
    ...[...trashRoutes, ...memberRoutes, ...closedRoutes].map(
      ({ route, method }) => `${method} ${full(route)}`,
    ),
    ...[...guestRoutes, ...adminRoutes, ...accountRoutes, ...tunnelRoutes, doctorRoute].map(
      ({ route, method }) => `${method} ${route}`,
    ),
  ]
  const handlers: string[] = []
  for (const file of globSync('app/**/route.ts', { cwd: root })) {
    const exported = (await import(path.join(root, file))) as Record<string, unknown>
    const route = path.relative('app/api', path.dirname(file))
    handlers.push(...Object.keys(exported).map((method) => `${method} ${route}`))
  }
  expect(handlers.toSorted()).toEqual(named.toSorted())
})
