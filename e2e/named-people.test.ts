import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'

import { eventually } from '#collab-server/testing/eventually'
import { WireClient } from '#collab-server/testing/wire-client'
import { appServices } from '#features/documents/server/app-services'
import { listDocuments } from '#features/documents/server/list-documents'
import { claimShare } from '#features/sharing/server/named-people'
import { HandlerClient } from '#e2e/support/handler-client'
import { startHandlerServices } from '#e2e/support/handler-services'
import { schemaVersion } from '#schema/version'
import { startMailSink, type MailSink } from '#e2e/support/mail-sink'

// Sharing with people by their e-mail address, against the real store, collab server and mail server.

let stop: () => Promise<void>
let collabUrl: string
let sink: MailSink
beforeAll(async () => {
  sink = await startMailSink(undefined, '/confirm-email')
  ;({ stop, collabUrl } = await startHandlerServices({
    SMTP_URL: sink.url,
    PUBLIC_URL: 'http://pliego.test:3000',
  }))
})
afterAll(async () => {
  await stop()
  await sink.stop()
})

const origin = 'http://pliego.test:3000'
let count = 0

async function signedUp(name: string): Promise<{ client: HandlerClient; email: string; id: string }> {
  const client = new HandlerClient({ origin })
  const email = `${name.toLowerCase()}${++count}@example.org`
  expect(
    (await client.auth('sign-up/email', { name, email, password: 'correct horse battery' })).status,
  ).toBe(204)
  const { db } = appServices().store.accountTables
  const { id } = await db
    .selectFrom('accounts')
    .select('id')
    .where('email', '=', email)
    .executeTakeFirstOrThrow()
  return { client, email, id }
}

type Someone = Awaited<ReturnType<typeof signedUp>>
let ana: Someone
let eva: Someone
let documentId: string
beforeAll(async () => {
  ana = await signedUp('Ana')
})
beforeEach(async () => {
  eva = await signedUp('Eva')
  const made = await ana.client.call({ route: 'documents', method: 'POST' })
  documentId = ((await made.json()) as { id: string }).id
})

const about = (shareId = '') => ({ params: { documentId, shareId } })
const share = (giver: HandlerClient, email: string, role = 'viewer') =>
  giver.call({ route: 'documents/[documentId]/people', method: 'POST', body: { email, role }, ...about() })
const overview = async () => {
  const answer = await ana.client.call({ route: 'documents/[documentId]/sharing', method: 'GET', ...about() })
  return (await answer.json()) as {
    generalRole: unknown
    named: { id: string; name: unknown; email: unknown }[]
    requests: unknown[]
  }
}
async function tokenOf(client: HandlerClient) {
  const answer = await client.call({ route: 'documents/[documentId]/token', method: 'POST', ...about() })
  return { status: answer.status, ...((await answer.json()) as { token: string; role: string }) }
}
const connect = ({ token }: { token: string }) =>
  WireClient.connect(`${collabUrl}/${documentId}?token=${token}&schema=${schemaVersion}`)
/** The secret of the link in a mail, whose lines are folded. */
const secretIn = (mail: string) => /\/s\/([\w-]{22})/.exec(mail.replaceAll('=\r\n', ''))?.[1] ?? ''
async function claim(person: Someone, secret: string) {
  return claimShare(appServices().store.shares, secret, person, Date.now())
}
const sharedWith = async ({ id }: Someone) => {
  const query = { view: 'shared', order: 'opened', folder: null, text: '', limit: 60 } as const
  return (await listDocuments(appServices(), id, query, Date.now())).documents
}

const ask = (client: HandlerClient, message?: unknown) =>
  client.call({
    route: 'documents/[documentId]/requests',
    method: 'POST',
    body: { message },
    ...about(),
  })
const answer = (userId: string, role: string | null) =>
  ana.client.call({
    route: 'documents/[documentId]/requests/[userId]',
    method: role === null ? 'DELETE' : 'PUT',
    ...(role !== null && { body: { role } }),
    params: { documentId, userId },
  })
const waiting = async () => (await overview()).requests
const handOver = (client: HandlerClient, shareId: unknown) =>
  client.call({ route: 'documents/[documentId]/owner', method: 'PUT', body: { shareId }, ...about() })

describe('somebody named', () => {
  it('opens the document by the mail, and finds it at home; nobody else does', async () => {
    expect((await tokenOf(eva.client)).status).toBe(403)
    const answer = await share(ana.client, ` ${eva.email.toUpperCase()} `, 'commenter')
    expect(answer.status).toBe(201)
    expect(await answer.json()).toEqual({ id: expect.any(String), mailed: true, path: null })
    const mail = await sink.next()
    expect(mail).toContain(`To: ${eva.email}`)
    expect(mail).toContain('Ana shared')
    // Whose her address is, nobody has shown.
    expect(mail).not.toContain(ana.email)
    // Signed in with the address is not enough: whose it is was never shown.
    expect((await tokenOf(eva.client)).status).toBe(403)
    expect(await sharedWith(eva)).toEqual([])
    expect((await overview()).named).toMatchObject([{ email: eva.email, name: null }])

    const secret = secretIn(mail)
    const luis = await signedUp('Luis')
    expect(await claim(luis, secret)).toEqual({ outcome: 'addressNeeded', email: eva.email })
    expect(await claim(eva, 'x'.repeat(22))).toEqual({ outcome: 'unknown' })
    expect(await claim(eva, secret)).toEqual({
      outcome: 'claimed',
      documentId,
      email: eva.email,
      role: 'commenter',
      isNew: true,
    })
    expect(await tokenOf(eva.client)).toMatchObject({ status: 200, role: 'commenter' })
    expect((await tokenOf(luis.client)).status).toBe(403)
    expect(await sharedWith(eva)).toMatchObject([{ id: documentId, isNew: true, isOwn: false }])
    // Her name is told once she has come.
    expect((await overview()).named).toMatchObject([{ email: eva.email, name: null }])
    await appServices().store.visits.record({ userId: eva.id, documentId, openedAt: Date.now() })
    expect((await overview()).named).toMatchObject([{ email: eva.email, name: 'Eva' }])
    expect(await sharedWith(eva)).toMatchObject([{ id: documentId, isNew: false }])
  })

  it('finds at once what else the same person shares', async () => {
    await share(ana.client, eva.email)
    await claim(eva, secretIn(await sink.next()))
    const made = await ana.client.call({ route: 'documents', method: 'POST' })
    documentId = ((await made.json()) as { id: string }).id
    await share(ana.client, eva.email, 'editor')
    await sink.next()
    expect(await tokenOf(eva.client)).toMatchObject({ status: 200, role: 'editor' })
    expect(await sharedWith(eva)).toHaveLength(2)
  })

  it.each([
    ['narrowed', 'PATCH', { role: 'viewer' }],
    ['removed', 'DELETE', undefined],
  ])('and %s while connected is cut within two seconds', async (_what, method, body) => {
    await share(ana.client, eva.email, 'editor')
    await claim(eva, secretIn(await sink.next()))
    const [mine, hers] = [await tokenOf(ana.client), await tokenOf(eva.client)]
    const [owner, named] = [await connect(mine), await connect(hers)]
    await Promise.all([owner.catchUp(), named.catchUp()])
    const [person] = (await overview()).named
    const begun = Date.now()
    const changed = { route: 'documents/[documentId]/people/[shareId]', method, body, ...about(person?.id) }
    expect((await ana.client.call(changed)).status).toBe(204)
    expect(await named.closed).toMatchObject({ code: 4401 })
    expect(Date.now() - begun).toBeLessThan(2000)
    await owner.catchUp()
    expect(owner.webSocket.readyState).toBe(owner.webSocket.OPEN)
    // What they had before opens nothing again, and what they get now says the new role.
    const again = await connect(hers)
    expect(await again.closed).toMatchObject({ code: 4401 })
    const next = await tokenOf(eva.client)
    expect([next.status, next.role]).toEqual(method === 'PATCH' ? [200, 'viewer'] : [403, undefined])
    await eventually(() => expect(again.webSocket.readyState).toBe(again.webSocket.CLOSED))
  })
})

it('whoever shares does not learn which addresses have an account', async () => {
  const answers: unknown[] = []
  for (const email of [eva.email, `nobody${++count}@example.org`]) {
    const answer = await share(ana.client, email)
    const secret = secretIn(await sink.next())
    answers.push([answer.status, { ...((await answer.json()) as object), id: '' }, secret.length])
  }
  expect(answers[0]).toEqual(answers[1])
  const [one, other] = (await overview()).named.map((person) => ({ ...person, id: '', email: '' }))
  expect(one).toEqual(other)
})

describe('no mail goes out', () => {
  it('for a guest, who gets the link to send instead', async () => {
    const guest = new HandlerClient({ origin })
    const made = await guest.call({ route: 'documents', method: 'POST' })
    documentId = ((await made.json()) as { id: string }).id
    const before = sink.received.length
    const answer = (await (await share(guest, eva.email)).json()) as { mailed: boolean; path: string }
    expect(answer).toMatchObject({ mailed: false, path: expect.stringMatching(/^\/s\/[\w-]{22}$/) })
    expect(await claim(eva, answer.path.slice('/s/'.length))).toMatchObject({ outcome: 'claimed' })
    expect(sink.received.length).toBe(before)
  })

  it('to one address without end, and then the link is there to send', async () => {
    const answers: boolean[] = []
    for (let time = 0; time < 7; time++) {
      const { mailed } = (await (await share(ana.client, eva.email)).json()) as { mailed: boolean }
      answers.push(mailed)
      if (mailed) await sink.next()
    }
    expect(answers).toEqual([true, true, true, true, true, true, false])
    expect((await overview()).named).toHaveLength(1)
  })
})

describe('somebody who asks to be let in', () => {
  it('is seen by the owner, told by mail once, and let in with the role the owner chooses', async () => {
    expect((await ask(eva.client, ' Let me in '.repeat(100))).status).toBe(204)
    const mail = (await sink.next()).replaceAll('=\r\n', '')
    expect(mail).toContain(`To: ${ana.email}`)
    expect(mail).toContain(`/d/${documentId}`)
    const before = sink.received.length
    expect((await ask(eva.client, 'Please')).status).toBe(204)
    expect(sink.received.length).toBe(before)
    expect(await waiting()).toMatchObject([
      { userId: eva.id, name: 'Eva', email: eva.email, isConfirmed: false, message: 'Please' },
    ])
    expect((await answer(eva.id, 'owner')).status).toBe(400)
    expect((await answer(eva.id, 'suggester')).status).toBe(204)
    expect(await waiting()).toEqual([])
    expect(await tokenOf(eva.client)).toMatchObject({ status: 200, role: 'suggester' })
    expect((await overview()).named).toMatchObject([{ email: eva.email, isConfirmed: false, name: 'Eva' }])
    expect((await answer(eva.id, 'editor')).status).toBe(404)
    expect((await ask(eva.client)).status).toBe(409)
  })

  it('may be a guest, and stays in with the account they make', async () => {
    const guest = new HandlerClient({ origin })
    await ask(guest)
    await sink.next()
    await answer(guest.guestId, 'viewer')
    expect(await tokenOf(guest)).toMatchObject({ status: 200, role: 'viewer' })
    await guest.auth('sign-up/email', {
      name: 'Nora',
      email: `nora${++count}@example.org`,
      password: 'correct horse battery',
    })
    expect(await tokenOf(guest)).toMatchObject({ status: 200, role: 'viewer' })
  })

  it('from one address leaves room for others, and takes no mail from what is shared with that owner', async () => {
    const nora = await signedUp('Nora')
    const made = await nora.client.call({ route: 'documents', method: 'POST' })
    const own = documentId
    documentId = ((await made.json()) as { id: string }).id
    const statuses: number[] = []
    for (let guest = 0; guest < 17; guest++) {
      statuses.push((await ask(new HandlerClient({ origin, address: '198.51.100.40' }))).status)
    }
    expect(statuses).toEqual([...Array.from({ length: 15 }, () => 204), 429, 429])
    expect((await ask(new HandlerClient({ origin, address: '198.51.100.41' }))).status).toBe(204)
    for (let mail = 0; mail < 6; mail++) expect(await sink.next()).toContain(`To: ${nora.email}`)
    documentId = own
    expect(await (await share(ana.client, nora.email)).json()).toMatchObject({ mailed: true })
    expect(await sink.next()).toContain('Ana shared')
  })

  it('is not told when they are declined, and not heard again that day', async () => {
    await ask(eva.client)
    await sink.next()
    expect((await answer(eva.id, null)).status).toBe(204)
    const before = sink.received.length
    expect((await ask(eva.client, 'Again')).status).toBe(204)
    expect([await waiting(), sink.received.length]).toEqual([[], before])
    expect((await tokenOf(eva.client)).status).toBe(403)
  })

  it('with what is no message is refused', async () => {
    expect((await ask(eva.client, 7)).status).toBe(400)
    expect(await waiting()).toEqual([])
  })
})

describe('another owner', () => {
  it('has all of it, and who had it before edits, where it is open too', async () => {
    await share(ana.client, eva.email)
    const secret = secretIn(await sink.next())
    const pending = (await overview()).named[0]
    expect((await handOver(ana.client, pending?.id)).status).toBe(404)
    await claim(eva, secret)
    expect((await handOver(eva.client, pending?.id)).status).toBe(403)
    const old = await connect(await tokenOf(ana.client))
    await old.catchUp()
    expect((await handOver(ana.client, pending?.id)).status).toBe(204)
    expect(await old.closed).toMatchObject({ code: 4401 })
    expect(await tokenOf(eva.client)).toMatchObject({ role: 'owner' })
    expect(await tokenOf(ana.client)).toMatchObject({ role: 'editor' })
    expect((await share(ana.client, 'x@example.org')).status).toBe(403)
  })

  it('is never a guest', async () => {
    const guest = new HandlerClient({ origin })
    const { accessRequests } = appServices().store
    await accessRequests.ask(
      { documentId, userId: guest.guestId, message: '', askedAt: 1 },
      { declinedSince: 0, most: 9 },
    )
    const given = { id: `share of ${documentId}`, role: 'editor', givenBy: ana.id, createdAt: 2 } as const
    await accessRequests.grant(documentId, guest.guestId, given)
    expect((await handOver(ana.client, given.id)).status).toBe(404)
    expect(await tokenOf(ana.client)).toMatchObject({ role: 'owner' })
  })
})

const log = async () => {
  const asked = { route: 'documents/[documentId]/access-log', method: 'GET', ...about() }
  const { entries } = (await (await ana.client.call(asked)).json()) as {
    entries: Record<string, unknown>[]
  }
  return entries.map(({ kind, actor, subject, from, to }) => [kind, actor, subject, from, to])
}

describe('the log of access', () => {
  it('tells the owner who gave, changed and took what, and from whom', async () => {
    const change = (route: string, method: string, body?: unknown, params = {}) =>
      ana.client.call({
        route: `documents/[documentId]${route}`,
        method,
        body,
        params: { documentId, ...params },
      })
    await change('/sharing', 'PUT', { generalRole: 'viewer' })
    // What changes nothing is nothing to tell.
    await change('/sharing', 'PUT', { generalRole: 'viewer' })
    await share(ana.client, eva.email, 'viewer')
    await sink.next()
    const shareId = (await overview()).named[0]?.id ?? ''
    await change('/people/[shareId]', 'PATCH', { role: 'editor' }, { shareId })
    await change('/people/[shareId]', 'DELETE', undefined, { shareId })
    const made = await change('/links', 'POST', { role: 'commenter' })
    const { id: linkId, path } = (await made.json()) as { id: string; path: string }
    const secret = path.slice('/s/'.length)
    for (let time = 0; time < 2; time++) {
      expect((await eva.client.call({ route: 'links', method: 'POST', body: { secret } })).status).toBe(200)
    }
    await change('/links/[linkId]', 'PATCH', { role: 'viewer' }, { linkId })
    await change('/links/[linkId]', 'DELETE', undefined, { linkId })
    // Neither is what was refused.
    expect((await change('/links/[linkId]', 'DELETE', undefined, { linkId })).status).toBe(404)
    expect((await share(eva.client, 'x@example.org')).status).toBe(403)
    expect(await log()).toEqual([
      ['linkRevoked', 'Ana', null, 'viewer', null],
      ['linkRole', 'Ana', null, 'commenter', 'viewer'],
      ['linkOpened', 'Eva', null, null, 'commenter'],
      ['linkMade', 'Ana', null, null, 'commenter'],
      ['nameRemoved', 'Ana', eva.email, 'editor', null],
      ['nameRole', 'Ana', eva.email, 'viewer', 'editor'],
      ['named', 'Ana', eva.email, null, 'viewer'],
      ['address', 'Ana', null, null, 'viewer'],
    ])
  })

  it('tells of those let in and declined, another owner, and the trash', async () => {
    const luis = await signedUp('Luis')
    for (const { client } of [eva, luis]) {
      await ask(client)
      await sink.next()
    }
    await answer(eva.id, 'editor')
    await answer(luis.id, null)
    for (const method of ['PUT', 'DELETE']) {
      await ana.client.call({ route: 'documents/[documentId]/trash', method, ...about() })
    }
    expect(await log()).toEqual([
      ['restored', 'Ana', null, null, null],
      ['trashed', 'Ana', null, null, null],
      ['declined', 'Ana', 'Luis', null, null],
      ['letIn', 'Ana', 'Eva', null, 'editor'],
    ])
    const [named] = (await overview()).named
    expect((await handOver(ana.client, named?.id)).status).toBe(204)
    const asked = { route: 'documents/[documentId]/access-log', method: 'GET', ...about() }
    expect((await ana.client.call(asked)).status).toBe(403)
    expect(await (await eva.client.call(asked)).json()).toMatchObject({
      entries: [{ kind: 'owner', actor: 'Ana', subject: 'Eva', to: 'owner' }, {}, {}, {}, {}],
    })
  })
})

it.each([
  ['no address', { email: 'eva', role: 'viewer' }, 400, 'badRequest'],
  ['two addresses', { email: 'a@example.org, b@example.org', role: 'viewer' }, 400, 'badRequest'],
  ['an address too long', { email: `${'a'.repeat(250)}@example.org`, role: 'viewer' }, 400, 'badRequest'],
  ['the role of an owner', { email: 'eva@example.org', role: 'owner' }, 400, 'badRequest'],
  ['nothing', null, 400, 'badRequest'],
])('%s is refused', async (_what, body, status, error) => {
  const asked = { route: 'documents/[documentId]/people', method: 'POST', body, ...about() }
  const answer = await ana.client.call(asked)
  expect([answer.status, await answer.json()]).toEqual([status, { error }])
})

it('one’s own address is refused', async () => {
  expect(await (await share(ana.client, ana.email)).json()).toEqual({ error: 'ownAddress' })
})

it('what somebody with an account makes is theirs alone, what a guest makes is for whoever has its address', async () => {
  const { documents } = appServices().store
  expect((await overview()).generalRole).toBeNull()
  const guest = new HandlerClient({ origin })
  const made = (await (await guest.call({ route: 'documents', method: 'POST' })).json()) as { id: string }
  expect((await documents.get(made.id))?.generalRole).toBe('editor')
  // Nothing of it changes when the guest makes an account.
  const email = 'late@example.org'
  await guest.auth('sign-up/email', { name: 'Late', email, password: 'correct horse battery' })
  expect((await documents.get(made.id))?.generalRole).toBe('editor')
})
