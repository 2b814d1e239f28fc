import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { tryPassword } from '../app/accounts.ts'
import { appServices } from '#features/documents/server/app-services'
import { guestCookie } from '#features/guests/guest-cookie'
import { HandlerClient } from '#e2e/support/handler-client'
import { startHandlerServices } from '#e2e/support/handler-services'

// The handlers of accounts, against the real store and collab server.

let stop: () => Promise<void>
beforeAll(async () => {
  ;({ stop } = await startHandlerServices())
})
afterAll(() => stop())

const session = 'pliego.session_token'
const password = 'correct horse battery'
const emails = Array.from({ length: 40 }, (_, index) => `somebody${index}@example.org`)

/** Somebody new with an account. */
async function signedUp(
  client = new HandlerClient(),
  name = 'Ana',
): Promise<{ client: HandlerClient; email: string }> {
  const email = emails.shift() ?? ''
  const answer = await client.auth('sign-up/email', { name, email, password })
  expect([answer.status, await answer.text()]).toEqual([204, ''])
  return { client, email }
}

async function makeDocument(client: HandlerClient): Promise<string> {
  const made = await client.call({ route: 'documents', method: 'POST' })
  const { id } = (await made.json()) as { id: string }
  return id
}

const tokenFor = (client: HandlerClient, documentId: string) =>
  client.call({ route: 'documents/[documentId]/token', method: 'POST', params: { documentId } })

async function codeOf(answer: Response): Promise<[number, unknown]> {
  return [answer.status, ((await answer.json()) as { error: unknown }).error]
}

const accountOf = async (email: string) => {
  const { db } = appServices().store.accountTables
  return db.selectFrom('accounts').selectAll().where('email', '=', email).executeTakeFirstOrThrow()
}

describe('an account', () => {
  it('is made by a guest, who keeps what they had', async () => {
    const client = new HandlerClient()
    const { guestId } = client
    const documentId = await makeDocument(client)
    const { store } = appServices()
    await store.visits.record({ userId: guestId, documentId, openedAt: 5 })
    await store.visits.setStarred(guestId, documentId, 6)
    const { email } = await signedUp(client)
    const { id, name } = await accountOf(email)
    expect(name).toBe('Ana')
    expect(await store.documents.get(documentId)).toMatchObject({ ownerId: id })
    const query = { userId: id, view: 'starred', order: 'opened', limit: 5, now: 7 } as const
    expect(await store.visits.list(query)).toMatchObject([{ id: documentId }])
    const answer = (await (await tokenFor(client, documentId)).json()) as { token: string; role: string }
    const claims: unknown = JSON.parse(Buffer.from(answer.token.split('.')[0] ?? '', 'base64url').toString())
    expect(claims).toMatchObject({ userId: id, role: 'owner' })
  })

  it('left behind, gives way to a fresh guest, who has nothing of it', async () => {
    const client = new HandlerClient()
    const before = client.cookies.get(guestCookie)
    const documentId = await makeDocument(client)
    await client.call({
      route: 'documents/[documentId]/sharing',
      method: 'PUT',
      body: { generalRole: null },
      params: { documentId },
    })
    const { email } = await signedUp(client)
    expect((await client.auth('sign-out', {})).status).toBe(204)
    expect(client.cookies.has(session)).toBe(false)
    expect(client.cookies.get(guestCookie)).not.toBe(before)
    expect(await codeOf(await tokenFor(client, documentId))).toEqual([403, 'forbidden'])
    // Neither has whoever kept the old cookie.
    expect((await tokenFor(new HandlerClient({ guest: before ?? null }), documentId)).status).toBe(403)

    const elsewhere = new HandlerClient()
    expect((await elsewhere.auth('sign-in/email', { email: email.toUpperCase(), password })).status).toBe(204)
    expect((await tokenFor(elsewhere, documentId)).status).toBe(200)
  })

  it('takes over what a guest made before signing in, too', async () => {
    const { email } = await signedUp()
    const elsewhere = new HandlerClient()
    const documentId = await makeDocument(elsewhere)
    await elsewhere.auth('sign-in/email', { email, password })
    const { id } = await accountOf(email)
    expect(await appServices().store.documents.get(documentId)).toMatchObject({ ownerId: id })
  })

  it('keeps its session in a cookie that no script reads and no other site brings', async () => {
    const answer = await new HandlerClient().auth('sign-up/email', {
      name: 'Ana',
      email: emails.shift(),
      password,
    })
    const cookies = answer.headers.getSetCookie()
    expect(new Set(cookies.map((cookie) => cookie.split('=')[0]))).toEqual(new Set([session, guestCookie]))
    for (const cookie of cookies) expect(cookie).toMatch(/; Path=\/.*HttpOnly.*SameSite=Lax/i)
    expect(await answer.text()).toBe('')
  })

  it('is called and seen as its owner says, on every device', async () => {
    const { client, email } = await signedUp()
    const asked = { route: 'me', method: 'PUT', body: { name: ' Ana  María ', color: '#1977bf' } }
    expect((await client.call(asked)).status).toBe(204)
    expect(await accountOf(email)).toMatchObject({ name: 'Ana María', color: '#1977bf' })
    await client.call({ ...asked, body: { name: 'Ana' } })
    expect(await accountOf(email)).toMatchObject({ name: 'Ana', color: '#1977bf' })
    expect((await client.call({ ...asked, body: { name: 'Ana', color: 'red' } })).status).toBe(400)
  })

  it('is an administrator’s only where it was the first', async () => {
    const { db } = appServices().store.accountTables
    await signedUp()
    const all = await db.selectFrom('accounts').select(['isAdmin']).orderBy('createdAt').execute()
    expect(all.length).toBeGreaterThan(1)
    expect(all.map(({ isAdmin }) => isAdmin === 1)).toEqual(all.map((_, index) => index === 0))
  })
})

describe('what is refused', () => {
  const wishes = { name: 'Eva', email: 'eva@example.org', password }
  it.each([
    ['a password too short', { ...wishes, password: 'seven77' }, [400, 'passwordUnfit']],
    ['a password too long', { ...wishes, password: 'x'.repeat(129) }, [400, 'passwordUnfit']],
    ['no e-mail', { ...wishes, email: 'eva' }, [400, 'notAnEmail']],
    ['no name at all', { ...wishes, name: undefined }, [400, 'badRequest']],
    ['no fields', null, [400, 'badRequest']],
  ])('at signing up: %s', async (_what, body, refusal) => {
    const client = new HandlerClient()
    expect(await codeOf(await client.auth('sign-up/email', body))).toEqual(refusal)
    expect(client.cookies.has(session)).toBe(false)
  })

  it('at signing up: to be an administrator by saying so', async () => {
    const email = emails.shift() ?? ''
    const body = { ...wishes, email, isAdmin: true, emailVerified: true, color: 'url(x)', id: 'me' }
    await new HandlerClient().auth('sign-up/email', body)
    expect(await accountOf(email)).toMatchObject({ isAdmin: null, emailVerified: 0, color: null })
  })

  it('an e-mail that has an account, also of two at once and in other letters', async () => {
    const { email } = await signedUp()
    const taken = { ...wishes, email: email.toUpperCase() }
    expect(await codeOf(await new HandlerClient().auth('sign-up/email', taken))).toEqual([409, 'emailTaken'])
    const both = { ...wishes, email: emails.shift() }
    const answers = [1, 2].map(() => new HandlerClient().auth('sign-up/email', both))
    const statuses = (await Promise.all(answers)).map(({ status }) => status)
    expect(statuses.toSorted((a, b) => a - b)).toEqual([204, 409])
  })

  it('a wrong password and an unknown e-mail, in the same words', async () => {
    const { email } = await signedUp()
    const wrong = await new HandlerClient().auth('sign-in/email', { email, password: `${password}!` })
    const unknown = await new HandlerClient().auth('sign-in/email', { email: 'no@example.org', password })
    expect(await codeOf(wrong)).toEqual([401, 'wrongCredentials'])
    expect(await codeOf(unknown)).toEqual([401, 'wrongCredentials'])
  })

  it('guessing on and on, the right password included', async () => {
    const { email } = await signedUp()
    // All but the last two without the work that each costs.
    for (let guess = 0; guess < 8; guess++) tryPassword(email, new Headers(), Date.now())
    const guesses = ['one', 'two'].map((guess) =>
      new HandlerClient().auth('sign-in/email', { email: email.toUpperCase(), password: guess }),
    )
    for (const answer of await Promise.all(guesses)) expect(answer.status).toBe(401)
    const right = await new HandlerClient().auth('sign-in/email', { email, password })
    expect(await codeOf(right)).toEqual([429, 'tooManyAttempts'])
  })

  it('a session that somebody made up', async () => {
    const { client } = await signedUp()
    const documentId = await makeDocument(client)
    const value = client.cookies.get(session) ?? ''
    const forged = new HandlerClient()
    forged.cookies.set(session, `x${value.slice(1)}`)
    await client.call({
      route: 'documents/[documentId]/sharing',
      method: 'PUT',
      body: { generalRole: null },
      params: { documentId },
    })
    expect((await tokenFor(forged, documentId)).status).toBe(403)
  })

  it.each(['sign-up/email', 'sign-in/email', 'sign-out'])('%s from another site', async (path) => {
    const answer = await new HandlerClient().auth(path, wishes, { origin: 'https://evil.example' })
    expect(await codeOf(answer)).toEqual([403, 'foreignOrigin'])
  })

  it.each([
    'update-user',
    'list-sessions',
    'get-session',
    'sign-in/social',
    'delete-user',
    'constructor',
    'ok',
  ])('what of the library is not ours to offer: %s', async (path) => {
    expect(await codeOf(await new HandlerClient().auth(path, {}))).toEqual([404, 'gone'])
  })
})
