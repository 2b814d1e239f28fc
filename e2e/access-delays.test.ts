import { afterAll, beforeAll, expect, it } from 'vitest'

import { WireClient } from '#collab-server/testing/wire-client'
import { schemaVersion } from '#schema/version'
import { HandlerClient } from '#e2e/support/handler-client'
import { startHandlerServices } from '#e2e/support/handler-services'

// Each way in which access ends or becomes less, on a live socket, with how long that takes. Which handlers and messages
// a role may use: `route-roles.test.ts` and `collab-server/message-roles.test.ts`.

let collabUrl: string
let stop: () => Promise<void>
beforeAll(async () => {
  ;({ collabUrl, stop } = await startHandlerServices())
})
afterAll(() => stop())

const inDocument = 'documents/[documentId]'
type About = { readonly documentId: string; readonly linkId: string }
type Body = Readonly<Record<string, unknown>>

const call = async (client: HandlerClient, route: string, method: string, params: object, body?: unknown) =>
  client.call({ route, method, params: { ...params }, body })

async function documentOf(owner: HandlerClient, generalRole: string | null): Promise<string> {
  const made = await owner.call({ route: 'documents', method: 'POST' })
  const { id: documentId } = (await made.json()) as { id: string }
  const shared = await call(owner, `${inDocument}/sharing`, 'PUT', { documentId }, { generalRole })
  expect(shared.status).toBe(204)
  return documentId
}

/** A link of the document, which the guest has opened where they have its password. */
async function linkFor(
  owner: HandlerClient,
  guest: HandlerClient,
  documentId: string,
  wanted: Body,
): Promise<About> {
  const made = await call(owner, `${inDocument}/links`, 'POST', { documentId }, wanted)
  const { path, id: linkId } = (await made.json()) as { path: string; id: string }
  const { password } = wanted
  const secret = path.slice('/s/'.length)
  const wrong = password === undefined ? [] : [undefined, 'not that one']
  const opening = (tried: unknown) => call(guest, 'links', 'POST', {}, { secret, password: tried })
  const refused: number[] = []
  for (const tried of wrong) {
    refused.push((await opening(tried)).status, (await tokenOf(guest, documentId)).status)
  }
  expect(refused).toEqual(wrong.flatMap(() => [403, 403]))
  expect((await opening(password)).status).toBe(200)
  return { documentId, linkId }
}

async function tokenOf(client: HandlerClient, documentId: string) {
  const answer = await call(client, `${inDocument}/token`, 'POST', { documentId })
  return { status: answer.status, ...((await answer.json()) as { token?: string; role?: string }) }
}

const connect = (documentId: string, token = '') =>
  WireClient.connect(`${collabUrl}/${documentId}?token=${token}&schema=${schemaVersion}`)

const cut = 4401
const link = (about: About) => ({ route: `${inDocument}/links/[linkId]`, params: { ...about } })
const endsInMs = 5000
const changes: readonly {
  what: string
  /** What the guest came by; the address where it is null. */
  by: (() => Body) | null
  change: (owner: HandlerClient, about: About) => Promise<Response>
  /** What is left of it. */
  role?: string
  /** When access ends by itself, after the guest has come. */
  endsAfterMs?: number
}[] = [
  {
    what: 'a link taken back',
    by: () => ({ role: 'editor' }),
    change: (owner, about) => owner.call({ ...link(about), method: 'DELETE' }),
  },
  {
    what: 'a link with a password taken back',
    by: () => ({ role: 'editor', password: 'girasol' }),
    change: (owner, about) => owner.call({ ...link(about), method: 'DELETE' }),
  },
  {
    what: 'a link that is to give less',
    by: () => ({ role: 'editor' }),
    change: (owner, about) => owner.call({ ...link(about), method: 'PATCH', body: { role: 'viewer' } }),
    role: 'viewer',
  },
  {
    what: 'a link that ends',
    by: () => ({ role: 'editor', expiresAt: Date.now() + endsInMs }),
    change: async () => new Response(null, { status: 204 }),
    endsAfterMs: endsInMs,
  },
  {
    what: 'the address narrowed',
    by: null,
    change: (owner, { documentId }) =>
      call(owner, `${inDocument}/sharing`, 'PUT', { documentId }, { generalRole: 'viewer' }),
    role: 'viewer',
  },
  {
    what: 'the address closed',
    by: null,
    change: (owner, { documentId }) =>
      call(owner, `${inDocument}/sharing`, 'PUT', { documentId }, { generalRole: null }),
  },
  {
    what: 'the document in the trash',
    by: null,
    change: (owner, { documentId }) => call(owner, `${inDocument}/trash`, 'PUT', { documentId }),
  },
]

it.each(changes)(
  '$what takes hold on a live socket within two seconds',
  async ({ what, by, ...then }) => {
    const [owner, guest] = [new HandlerClient(), new HandlerClient()]
    const documentId = await documentOf(owner, by === null ? 'editor' : null)
    const begun = Date.now()
    const about = by === null ? { documentId, linkId: '' } : await linkFor(owner, guest, documentId, by())
    const { token, role } = await tokenOf(guest, documentId)
    expect(role).toBe('editor')
    const socket = await connect(documentId, token)
    await socket.catchUp()

    const changedAt = Date.now()
    const answer = await then.change(owner, about)
    expect(answer.status).toBe(204)
    expect(await socket.closed).toMatchObject({ code: cut })
    // One that ends by itself was given a moment after the test began.
    const tookMs =
      then.endsAfterMs === undefined ? Date.now() - changedAt : Date.now() - begun - then.endsAfterMs
    console.log(`${what}: ${tookMs} ms`)
    expect(tookMs).toBeLessThan(2000)

    const now = await tokenOf(guest, documentId)
    expect(now.role).toBe(then.role)
    // What the guest had until then opens nothing any more.
    const late = await connect(documentId, token)
    expect(await late.closed).toMatchObject({ code: cut })
  },
  30_000,
)
