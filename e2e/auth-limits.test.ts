import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { hashInvitation, newInvitation } from '#features/accounts/server/invitations'
import { appServices } from '#features/documents/server/app-services'
import { HandlerClient } from '#e2e/support/handler-client'
import { startHandlerServices } from '#e2e/support/handler-services'
import { startMailSink, type MailSink } from '#e2e/support/mail-sink'

// What of accounts is bounded, where they are for those who are invited.

let stop: () => Promise<void>
let mails: MailSink
beforeAll(async () => {
  mails = await startMailSink(undefined, '/confirm-email')
  const settings = { AUTH_SIGNUP: 'invite', SMTP_URL: mails.url, PUBLIC_URL: 'http://localhost:3000' }
  ;({ stop } = await startHandlerServices(settings))
})
afterAll(async () => {
  await stop()
  await mails.stop()
})

const password = 'correct horse battery'
let count = 0
const newEmail = () => `somebody${count++}@example.org`
const from = (address: string) => new HandlerClient({ address })
const signUp = (client: HandlerClient, fields: Record<string, unknown> = {}) =>
  client.auth('sign-up/email', { name: 'Ana', email: newEmail(), password, ...fields })
const signIn = (client: HandlerClient, email: unknown, withPassword = password) =>
  client.auth('sign-in/email', { email, password: withPassword })
const statusesOf = async (answers: readonly Promise<Response>[]) =>
  (await Promise.all(answers)).map(({ status }) => status)

async function newInvited(): Promise<string> {
  const invitation = newInvitation()
  const expiresAt = Date.now() + 60_000
  await appServices().store.accounts.invite({
    secretHash: hashInvitation(invitation),
    madeBy: 'a',
    expiresAt,
  })
  return invitation
}

async function signedUp(client = new HandlerClient()): Promise<string> {
  const email = newEmail()
  expect((await signUp(client, { email, invitation: await newInvited() })).status).toBe(204)
  return email
}

it('the first account is one, of several that are made at once without an invitation', async () => {
  const short = await signUp(new HandlerClient(), { password: 'short' })
  expect(short.status).toBe(400)
  const statuses = await statusesOf([1, 2, 3].map(() => signUp(new HandlerClient())))
  expect(statuses.toSorted((one, other) => one - other)).toEqual([204, 403, 403])
  expect((await signUp(new HandlerClient())).status).toBe(403)
})

it('an invitation is for one account, of several that are made with it at once', async () => {
  const invitation = await newInvited()
  const statuses = await statusesOf([1, 2, 3].map(() => signUp(new HandlerClient(), { invitation })))
  expect(statuses.toSorted((one, other) => one - other)).toEqual([204, 403, 403])
})

it('an invitation is there again where no account was made with it', async () => {
  const invitation = await newInvited()
  const taken = await signedUp()
  for (const refused of [{ password: 'short' }, { email: taken }, { name: undefined }]) {
    expect((await signUp(new HandlerClient(), { invitation, ...refused })).status).toBeGreaterThanOrEqual(400)
  }
  expect((await signUp(new HandlerClient(), { invitation })).status).toBe(204)
})

describe('from one address', () => {
  it.each([
    ['sign-up/email', 30, '198.51.100.1'],
    ['request-password-reset', 30, '198.51.100.2'],
    ['sign-in/email', 200, '198.51.100.3'],
  ])('%s is asked so often and no more, also with what is no e-mail', async (path, most, address) => {
    const email = `a@${'.'.repeat(15_000)}@`
    const statuses: number[] = []
    for (let time = 0; time <= most; time += 1) {
      statuses.push((await from(address).auth(path, { name: 'Ana', email, password })).status)
    }
    expect(new Set(statuses.slice(0, most))).toEqual(new Set([400]))
    expect(statuses.at(-1)).toBe(429)
    expect((await from('198.51.100.9').auth(path, { name: 'Ana', email, password })).status).toBe(400)
  })
})

describe('an account', () => {
  it('is closed to the address that guesses its password, and open to its owner’s', async () => {
    const email = await signedUp()
    for (let guess = 0; guess < 10; guess += 1) {
      expect((await signIn(from('198.51.100.20'), email, 'wrong')).status).toBe(401)
    }
    expect((await signIn(from('198.51.100.20'), email)).status).toBe(429)
    expect((await signIn(from('198.51.100.21'), email)).status).toBe(204)
  })

  it('is open again to whoever chose another password by way of a mail', async () => {
    const client = from('198.51.100.22')
    const email = await signedUp(client)
    for (let guess = 0; guess < 10; guess += 1) await signIn(client, email, 'wrong')
    expect((await signIn(client, email)).status).toBe(429)
    expect((await client.auth('request-password-reset', { email })).status).toBe(204)
    const mail = (await mails.next()).replaceAll('=\r\n', '').replaceAll('=3D', '=')
    const token = /reset-password\?token=(\w+)/.exec(mail)?.[1]
    const newPassword = 'another horse battery'
    expect((await client.auth('reset-password', { token, newPassword })).status).toBe(204)
    expect((await signIn(client, email, newPassword)).status).toBe(204)
  })
})
