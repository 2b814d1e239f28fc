import { globSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { NextRequest } from 'next/server'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { can, type Action, type Role } from '#access/roles'
import { startCollabServer, type CollabServer } from '#collab-server/server'
import { testSecret } from '#collab-server/testing/start-test-server'
import { appServices } from '#features/documents/server/app-services'
import { guestCookie, guestUserId, newGuestSecret } from '#features/guests/guest-cookie'
import { samplePng } from '#e2e/support/sample-image'
import { root } from '../scripts/prepare/root.mjs'

// Every handler of the app x every role x people who have none, against the real store and collab server.

type Handler = (
  request: NextRequest,
  context: { params: Promise<Record<string, string>> },
) => Promise<Response>
type Person = { readonly name: string; readonly role: Role | null; readonly secret: string | null }

const guest = (name: string, role: Role | null): Person => ({ name, role, secret: newGuestSecret() })
const owner = guest('the owner', 'owner')
const linked = (['editor', 'suggester', 'commenter', 'viewer'] as const).map((role) =>
  guest(`somebody with a ${role} link`, role),
)
const people: readonly Person[] = [
  owner,
  ...linked,
  guest('a guest without a link', null),
  { name: 'a stranger without a cookie', role: null, secret: null },
]

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
  { route: 'sharing', method: 'GET', action: 'read', status: 200 },
  { route: 'sharing', method: 'PUT', action: 'manage', body: { generalRole: null }, status: 204 },
  { route: 'links', method: 'POST', action: 'manage', body: { role: 'editor' }, status: 201 },
  { route: 'links/[linkId]', method: 'PATCH', action: 'manage', body: { role: 'viewer' }, status: 204 },
  { route: 'links/[linkId]', method: 'DELETE', action: 'manage', status: 204 },
]

/** Those about a document in the trash, which is its owner's alone. */
const trashRoutes = [
  { route: '', method: 'DELETE', status: 204 },
  { route: 'trash', method: 'DELETE', status: 204 },
] as const

/** Those about no document in particular: any guest may ask, a stranger may not. */
const guestRoutes = [
  { route: 'documents', method: 'POST', status: 201 },
  // Without a file.
  { route: 'documents/import', method: 'POST', status: 413 },
  { route: 'me', method: 'PUT', body: { name: 'Ana' }, status: 204 },
  { route: 'links', method: 'POST', body: { secret: 'x'.repeat(22) }, status: 404 },
] as const

/** Those of accounts, which anybody may ask, with an account or a cookie or without: held in `accounts.test.ts`. */
const accountRoutes = [
  { route: 'auth/[...path]', method: 'GET' },
  { route: 'auth/[...path]', method: 'POST' },
  { route: 'invitations', method: 'POST' },
  { route: 'me/sessions/[sessionId]', method: 'DELETE' },
] as const

let server: CollabServer
let dataDir: string
beforeAll(async () => {
  dataDir = mkdtempSync(path.join(tmpdir(), 'pliego-routes-'))
  server = await startCollabServer({
    host: '127.0.0.1',
    port: 0,
    dataDir: path.join(dataDir, 'collab'),
    access: { mode: 'token', secret: testSecret, origins: { appPort: 3000, trustProxy: false } },
  })
  Object.assign(process.env, {
    DATA_DIR: path.join(dataDir, 'app'),
    COLLAB_SECRET: testSecret,
    COLLAB_HOST: '127.0.0.1',
    COLLAB_PORT: String(server.port),
  })
})
afterAll(async () => {
  await appServices().store.close()
  await server.close()
  rmSync(dataDir, { recursive: true })
})

async function call(
  { route, method, body }: { route: string; method: string; body?: unknown },
  { secret }: Person,
  params: Record<string, string> = {},
  origin = 'http://localhost:3000',
): Promise<Response> {
  const handlers = (await import(path.join(root, 'app/api', route, 'route.ts'))) as Record<string, Handler>
  const address = route.replaceAll(/\[(\w+)\]/g, (_all, name: string) => params[name] ?? '')
  const headers = new Headers({ host: 'localhost:3000', origin })
  if (secret !== null) headers.set('cookie', `${guestCookie}=${secret}`)
  const bytes = body instanceof Uint8Array ? new Uint8Array(body) : JSON.stringify(body)
  const request = new NextRequest(`http://localhost:3000/api/${address}`, {
    method,
    headers,
    ...(body !== undefined && { body: bytes }),
  })
  return (handlers[method] as Handler)(request, { params: Promise.resolve(params) })
}

/** A document of the owner's, closed to the address, that everybody linked has come to by a link of their own. */
async function sharedDocument(): Promise<Record<string, string>> {
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
  const [link] = await appServices().store.links.ofDocument(documentId)
  const upload = { route: `${inDocument}/images`, method: 'POST', body: samplePng }
  const { src } = (await (await call(upload, owner, about)).json()) as { src: string }
  return { documentId, linkId: link?.id ?? '', file: path.basename(src) }
}

const full = (route: string) => `documents/[documentId]/${route}`.replace(/\/$/, '')

describe.each(documentRoutes)(
  '$method documents/[documentId]/$route',
  ({ route, action, status, ...rest }) => {
    const asked = { ...rest, route: full(route) }

    it.each(people)('by $name', async (person) => {
      const answer = await call(asked, person, await sharedDocument())
      const refused = answer.status === status ? null : await answer.json()
      const allowed = person.role !== null && can(person.role, action)
      expect([answer.status, refused]).toEqual(allowed ? [status, null] : [403, { error: 'forbidden' }])
    })

    it('about a document that does not exist', async () => {
      const answer = await call(asked, owner, { ...(await sharedDocument()), documentId: 'x'.repeat(22) })
      expect({ status: answer.status, body: await answer.json() }).toEqual({
        status: 404,
        body: { error: 'gone' },
      })
    })

    it('with what belongs to another document changes nothing', async () => {
      const { linkId = '', file = '' } = await sharedDocument()
      const own = await sharedDocument()
      const answer = await call(asked, owner, { ...own, linkId, file })
      const named = /\[(linkId|file)\]/.test(route)
      expect(answer.status).toBe(named ? 404 : status)
      const { links, images } = appServices().store
      expect((await links.ofDocument(own.documentId ?? '')).some(({ id }) => id === linkId)).toBe(false)
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
    const about = await sharedDocument()
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

it('a copy is one’s own, with its images and none of the links', async () => {
  const about = await sharedDocument()
  const copying = { route: full('copies'), method: 'POST', body: { title: 'Copy' } }
  const viewer = people.find(({ role }) => role === 'viewer') as Person
  const { id } = (await (await call(copying, viewer, about)).json()) as { id: string }
  const { store, imageFiles } = appServices()
  expect(await store.documents.get(id)).toMatchObject({ ownerId: guestUserId(viewer.secret ?? '') })
  expect(await store.links.ofDocument(id)).toEqual([])
  const { file = '' } = about
  expect(await store.images.get(id, file)).toMatchObject({ documentId: id })
  expect(Buffer.from((await imageFiles.read(id, file)) ?? [])).toEqual(samplePng)
})

describe.each(guestRoutes)('$method $route', ({ status, ...asked }) => {
  it.each(people)('by $name', async (person) => {
    expect((await call(asked, person)).status).toBe(person.secret === null ? 401 : status)
  })
})

it('from another site nothing can be changed, by whomever', async () => {
  const about = await sharedDocument()
  const changing = documentRoutes.filter(({ method }) => method !== 'GET')
  for (const { route, ...rest } of [...changing, ...trashRoutes]) {
    const answer = await call({ ...rest, route: full(route) }, owner, about, 'https://evil.example')
    expect([route, answer.status]).toEqual([route, 403])
    expect(await answer.json()).toEqual({ error: 'foreignOrigin' })
  }
  for (const asked of guestRoutes) {
    expect((await call(asked, owner, {}, 'https://evil.example')).status).toBe(403)
  }
})

it('who is who and which links there are is told to the owner alone', async () => {
  const about = await sharedDocument()
  for (const person of people.filter(({ role }) => role !== null)) {
    const answer = await call({ route: full('sharing'), method: 'GET' }, person, about)
    const { links } = (await answer.json()) as { links: unknown[] }
    expect([person.role, links.length]).toEqual([person.role, person.role === 'owner' ? 4 : 0])
  }
})

it('a token says the role of whoever asks for it, and what gives it', async () => {
  const about = await sharedDocument()
  for (const person of people.filter(({ role }) => role !== null)) {
    const answer = await call({ route: full('token'), method: 'POST' }, person, about)
    const { token, role } = (await answer.json()) as { token: string; role: Role }
    const [payload = ''] = token.split('.')
    const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString())
    const userId = guestUserId(person.secret ?? '')
    expect(role).toBe(person.role)
    expect(claims).toMatchObject({ documentId: about.documentId, userId, role: person.role })
  }
})

it('the tables above name every handler there is', async () => {
  const named = [
    ...documentRoutes.map(({ route, method }) => `${method} ${path.normalize(full(route))}`),
    ...trashRoutes.map(({ route, method }) => `${method} ${full(route)}`),
    ...[...guestRoutes, ...accountRoutes].map(({ route, method }) => `${method} ${route}`),
  ]
  const handlers: string[] = []
  for (const file of globSync('app/**/route.ts', { cwd: root })) {
    const exported = (await import(path.join(root, file))) as Record<string, unknown>
    const route = path.relative('app/api', path.dirname(file))
    handlers.push(...Object.keys(exported).map((method) => `${method} ${route}`))
  }
  expect(handlers.toSorted()).toEqual(named.toSorted())
})
