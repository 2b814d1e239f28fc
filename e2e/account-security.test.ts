import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { WireClient } from '#collab-server/testing/wire-client'
import { appServices } from '#features/documents/server/app-services'
import { schemaVersion } from '#schema/version'
import { HandlerClient } from '#e2e/support/handler-client'
import { startHandlerServices } from '#e2e/support/handler-services'
import { startMailSink, type MailSink } from '#e2e/support/mail-sink'

// Passwords that are forgotten or changed, and sessions that end, against a real store, collab and mail server.

let collabUrl: string
let mails: MailSink
let stop: () => Promise<void>
beforeAll(async () => {
  mails = await startMailSink()
  const settings = { SMTP_URL: mails.url, PUBLIC_URL: 'http://localhost:3000' }
  ;({ collabUrl, stop } = await startHandlerServices(settings))
})
afterAll(async () => {
  await stop()
  await mails.stop()
})

const password = 'correct horse battery'
const another = 'another horse battery'
let count = 0
/** The last mail to somebody who signed up. */
let welcome = ''

async function signUp(): Promise<{ client: HandlerClient; email: string }> {
  const [client, email] = [new HandlerClient(), `somebody${count++}@example.org`]
  expect((await client.auth('sign-up/email', { name: 'Ana', email, password })).status).toBe(204)
  welcome = await mails.next()
  expect(welcome).toContain(`To: ${email}\r\n`)
  return { client, email }
}

async function signIn(email: string, withPassword = password): Promise<HandlerClient> {
  const client = new HandlerClient()
  expect((await client.auth('sign-in/email', { email, password: withPassword })).status).toBe(204)
  return client
}

async function makeDocument(client: HandlerClient): Promise<string> {
  const made = await client.call({ route: 'documents', method: 'POST' })
  const { id } = (await made.json()) as { id: string }
  const closed = { route: 'documents/[documentId]/sharing', method: 'PUT', body: { generalRole: null } }
  expect((await client.call({ ...closed, params: { documentId: id } })).status).toBe(204)
  return id
}

async function tokenOf(
  client: HandlerClient,
  documentId: string,
): Promise<{ token: string; status: number }> {
  const asked = { route: 'documents/[documentId]/token', method: 'POST', params: { documentId } }
  const answer = await client.call(asked)
  const { token = '' } = (await answer.json()) as { token?: string }
  return { token, status: answer.status }
}

async function open(client: HandlerClient, documentId: string): Promise<WireClient> {
  const { token } = await tokenOf(client, documentId)
  const socket = await WireClient.connect(`${collabUrl}/${documentId}?token=${token}&schema=${schemaVersion}`)
  await socket.catchUp()
  return socket
}

const isOpen = ({ webSocket }: WireClient): boolean => webSocket.readyState === webSocket.OPEN

function sessionIdIn(token: string): string {
  const [payload = ''] = token.split('.')
  const { sessionId } = JSON.parse(Buffer.from(payload, 'base64url').toString()) as { sessionId: string }
  return sessionId
}

const endSession = (client: HandlerClient, sessionId: string) =>
  client.call({ route: 'me/sessions/[sessionId]', method: 'DELETE', params: { sessionId } })

const codeOf = async (answer: Response) => ((await answer.json()) as { error: unknown }).error

describe('a session', () => {
  it('ended from elsewhere loses what is open through it within two seconds, and what it could do', async () => {
    const { client: laptop, email } = await signUp()
    const phone = await signIn(email)
    const documentId = await makeDocument(laptop)
    const [onLaptop, onPhone] = [await open(laptop, documentId), await open(phone, documentId)]
    const { token } = await tokenOf(phone, documentId)
    const begun = Date.now()
    expect((await endSession(laptop, sessionIdIn(token))).status).toBe(204)
    expect(await onPhone.closed).toMatchObject({ code: 4401 })
    expect(Date.now() - begun).toBeLessThan(2000)
    expect((await tokenOf(phone, documentId)).status).toBe(403)
    // Neither does a token help that it got before.
    const late = await WireClient.connect(`${collabUrl}/${documentId}?token=${token}&schema=${schemaVersion}`)
    expect(await late.closed).toMatchObject({ code: 4401 })
    await onLaptop.catchUp()
    expect(isOpen(onLaptop)).toBe(true)
  })

  it('left by signing out loses them, too', async () => {
    const { client } = await signUp()
    const socket = await open(client, await makeDocument(client))
    await client.auth('sign-out', {})
    expect(await socket.closed).toMatchObject({ code: 4401 })
  })

  it('can stay the only one', async () => {
    const { client: laptop, email } = await signUp()
    const others = [await signIn(email), await signIn(email)]
    const documentId = await makeDocument(laptop)
    expect((await laptop.auth('revoke-other-sessions', {})).status).toBe(204)
    for (const other of others) expect((await tokenOf(other, documentId)).status).toBe(403)
    expect((await tokenOf(laptop, documentId)).status).toBe(200)
  })

  it('of somebody else cannot be ended, nor can any by a guest', async () => {
    const { client: ana } = await signUp()
    const { client: eva } = await signUp()
    const documentId = await makeDocument(ana)
    const { token } = await tokenOf(ana, documentId)
    expect(await codeOf(await endSession(eva, sessionIdIn(token)))).toBe('sessionUnknown')
    const guest = new HandlerClient()
    expect(await codeOf(await endSession(guest, sessionIdIn(token)))).toBe('accountNeeded')
    expect(await codeOf(await guest.auth('revoke-other-sessions', {}))).toBe('guestUnknown')
    expect((await tokenOf(ana, documentId)).status).toBe(200)
  })
})

describe('a password', () => {
  it('is changed by whoever knows it, which ends every other session', async () => {
    const { client, email } = await signUp()
    const other = await signIn(email)
    const documentId = await makeDocument(client)
    const wrong = await client.auth('change-password', { currentPassword: 'wrong', newPassword: another })
    expect(await codeOf(wrong)).toBe('wrongPassword')
    const short = await client.auth('change-password', { currentPassword: password, newPassword: 'short' })
    expect(await codeOf(short)).toBe('passwordUnfit')
    const right = { currentPassword: password, newPassword: another }
    expect((await client.auth('change-password', right)).status).toBe(204)
    expect((await tokenOf(client, documentId)).status).toBe(200)
    expect((await tokenOf(other, documentId)).status).toBe(403)
    expect((await new HandlerClient().auth('sign-in/email', { email, password })).status).toBe(401)
    await signIn(email, another)
    expect(await codeOf(await new HandlerClient().auth('change-password', right))).toBe('guestUnknown')
  })

  it('forgotten is replaced by way of a mail, once, and ends every session', async () => {
    const { client, email } = await signUp()
    const socket = await open(client, await makeDocument(client))
    const asking = new HandlerClient()
    asking.cookies.set('pliego_locale', 'es')
    const asked = await asking.auth('request-password-reset', { email: email.toUpperCase() })
    expect([asked.status, await asked.text()]).toEqual([204, ''])
    // Quoted-printable breaks long lines.
    const mail = (await mails.next()).replaceAll('=\r\n', '').replaceAll('=3D', '=')
    expect(mail).toContain(`To: ${email}\r\n`)
    expect(mail).toContain('Para elegirla')
    const token = /http:\/\/localhost:3000\/reset-password\?token=(\w+)/.exec(mail)?.[1]
    expect(token).toMatch(/^\w{24}$/)

    const short = await asking.auth('reset-password', { token, newPassword: 'short' })
    expect(await codeOf(short)).toBe('passwordUnfit')
    expect((await asking.auth('reset-password', { token, newPassword: another })).status).toBe(204)
    expect(await socket.closed).toMatchObject({ code: 4401 })
    const again = await asking.auth('reset-password', { token, newPassword: password })
    expect(await codeOf(again)).toBe('tokenUnknown')
    expect((await new HandlerClient().auth('sign-in/email', { email, password })).status).toBe(401)
    await signIn(email, another)
  })

  it('forgotten by nobody gets no mail and the same answer; and not many mails go to one', async () => {
    const before = mails.received.length
    const client = new HandlerClient()
    const nobody = await client.auth('request-password-reset', { email: 'nobody@example.org' })
    expect([nobody.status, await nobody.text()]).toEqual([204, ''])
    const { email } = await signUp()
    const statuses: number[] = []
    for (let time = 0; time < 5; time++) {
      statuses.push((await client.auth('request-password-reset', { email })).status)
    }
    expect(statuses).toEqual([204, 204, 204, 429, 429])
    for (let time = 0; time < 3; time++) expect(await mails.next()).toContain(`To: ${email}`)
    // And the one for signing up.
    expect(mails.received).toHaveLength(before + 4)
  })
})

const confirmationIn = (mail: string) =>
  /http:\/\/localhost:3000\/confirm-email\?token=([\w.-]+)/.exec(
    mail.replaceAll('=\r\n', '').replaceAll('=3D', '='),
  )?.[1] ?? ''
const isConfirmed = async (email: string) => {
  const { db } = appServices().store.accountTables
  const query = db.selectFrom('accounts').select('emailVerified').where('email', '=', email)
  return (await query.executeTakeFirstOrThrow()).emailVerified === 1
}

describe('an address', () => {
  it('is confirmed by way of a mail and its own account, which then has what was shared with it', async () => {
    const [{ client: ana }, { client, email }, { client: other }] = [
      await signUp(),
      await signUp(),
      await signUp(),
    ]
    const documentId = await makeDocument(ana)
    const share = { route: 'documents/[documentId]/people', method: 'POST', params: { documentId } }
    expect((await ana.call({ ...share, body: { email, role: 'viewer' } })).status).toBe(201)
    expect(await mails.next()).toContain('/s/')
    expect((await client.auth('send-verification-email', { email: 'somebody0@example.org' })).status).toBe(
      204,
    )
    const mail = await mails.next()
    expect(mail).toContain(`To: ${email}\r\n`)
    const token = confirmationIn(mail)
    expect(await codeOf(await new HandlerClient().auth('verify-email', { token }))).toBe('guestUnknown')
    expect(await codeOf(await other.auth('verify-email', { token }))).toBe('otherAccount')
    const forged = `${token.slice(0, token.lastIndexOf('.'))}.${'x'.repeat(43)}`
    for (const wrong of [forged, 'none', undefined]) {
      expect(await codeOf(await client.auth('verify-email', { token: wrong }))).toBe('tokenUnknown')
    }
    expect(await isConfirmed(email)).toBe(false)
    expect((await tokenOf(client, documentId)).status).toBe(403)

    expect((await client.auth('verify-email', { token })).status).toBe(204)
    expect(await isConfirmed(email)).toBe(true)
    expect((await tokenOf(client, documentId)).status).toBe(200)
    expect(await codeOf(await client.auth('send-verification-email', {}))).toBe('alreadyConfirmed')
  })

  it('is confirmed by the mail that comes with signing up', async () => {
    const { client, email } = await signUp()
    expect((await client.auth('verify-email', { token: confirmationIn(welcome) })).status).toBe(204)
    expect(await isConfirmed(email)).toBe(true)
  })

  it('is sent no more than a few mails, and none for guests', async () => {
    const { client } = await signUp()
    expect(await codeOf(await new HandlerClient().auth('send-verification-email', {}))).toBe('guestUnknown')
    const statuses: number[] = []
    for (let time = 0; time < 4; time++) {
      statuses.push((await client.auth('send-verification-email', {})).status)
    }
    expect(statuses).toEqual([204, 204, 204, 429])
    for (let time = 0; time < 3; time++) await mails.next()
  })
})

it('an invitation is made by administrators alone', async () => {
  const make = { route: 'invitations', method: 'POST' }
  // The first account of this store was made by the first test.
  const first = await new HandlerClient().auth('sign-in/email', { email: 'somebody0@example.org', password })
  expect(first.status).toBe(204)
  const admin = await signIn('somebody0@example.org')
  const made = await admin.call(make)
  expect(made.status).toBe(201)
  expect(await made.json()).toMatchObject({
    path: expect.stringMatching(/^\/sign-up\?invitation=[\w-]{22}$/),
  })
  const { client } = await signUp()
  expect(await codeOf(await client.call(make))).toBe('forbidden')
  expect(await codeOf(await new HandlerClient().call(make))).toBe('accountNeeded')
})
