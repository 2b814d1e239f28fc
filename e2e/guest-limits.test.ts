import { afterAll, beforeAll, expect, it } from 'vitest'

import type { RefusalCode } from '../app/api/refusals.ts'
import { appConfig } from '#features/documents/server/app-config'
import { appServices } from '#features/documents/server/app-services'
import { HandlerClient } from '#e2e/support/handler-client'
import { startHandlerServices } from '#e2e/support/handler-services'

// What people without an account may do, for each value of AUTH_GUESTS, and who may make an account.

let stop: () => Promise<void>
beforeAll(async () => {
  ;({ stop } = await startHandlerServices())
})
afterAll(() => stop())

type Settings = { authGuests?: 'on' | 'view' | 'off'; authSignup?: 'open' | 'invite' | 'off' }

/** The settings are read once a process; a test changes what was read. */
const set = (settings: Settings) => Object.assign(appConfig(), settings)

const password = 'correct horse battery'
const about = (documentId: string) => ({ params: { documentId } })
const inDocument = 'documents/[documentId]'

async function outcome(answer: Response): Promise<number | RefusalCode> {
  if (answer.ok) return answer.status
  return ((await answer.json()) as { error: RefusalCode }).error
}

const signUp = async (name: string, wishes: Record<string, unknown>) =>
  outcome(
    await new HandlerClient().auth('sign-up/email', {
      name,
      email: `${name}@example.org`,
      password,
      ...wishes,
    }),
  )

async function ownDocument(client: HandlerClient): Promise<string> {
  set({ authGuests: 'on' })
  const made = await client.call({ route: 'documents', method: 'POST' })
  return ((await made.json()) as { id: string }).id
}

const asked = [
  {
    what: 'make a document',
    route: 'documents',
    method: 'POST',
    on: 201,
    view: 'accountNeeded',
    off: 'guestUnknown',
  },
  {
    what: 'import',
    route: 'documents/import',
    method: 'POST',
    on: 'fileTooBig',
    view: 'accountNeeded',
    off: 'guestUnknown',
  },
  { what: 'read', route: `${inDocument}/token`, method: 'POST', on: 200, view: 200, off: 'forbidden' },
  {
    what: 'copy',
    route: `${inDocument}/copies`,
    method: 'POST',
    body: { title: 'Copy' },
    on: 201,
    view: 'accountNeeded',
    off: 'forbidden',
  },
  {
    what: 'upload',
    route: `${inDocument}/images`,
    method: 'POST',
    on: 'notAnImage',
    view: 'forbidden',
    off: 'forbidden',
  },
  {
    what: 'share',
    route: `${inDocument}/links`,
    method: 'POST',
    body: { role: 'viewer' },
    on: 201,
    view: 'forbidden',
    off: 'forbidden',
  },
  {
    what: 'be called',
    route: 'me',
    method: 'PUT',
    body: { name: 'Ana' },
    on: 204,
    view: 204,
    off: 'guestUnknown',
  },
] as const

it.each(asked)('a guest who asks to $what', async ({ route, method, on, view, off, ...rest }) => {
  const client = new HandlerClient()
  const documentId = await ownDocument(client)
  const body = 'body' in rest ? { body: rest.body } : {}
  for (const [authGuests, expected] of Object.entries({ on, view, off }) as [
    'on' | 'view' | 'off',
    unknown,
  ][]) {
    set({ authGuests })
    const answer = await client.call({ route, method, ...body, ...about(documentId) })
    expect([authGuests, await outcome(answer)]).toEqual([authGuests, expected])
  }
})

it('with view, a guest who made a document reads it as others do', async () => {
  const client = new HandlerClient()
  const documentId = await ownDocument(client)
  set({ authGuests: 'view' })
  const answer = await client.call({ route: `${inDocument}/token`, method: 'POST', ...about(documentId) })
  expect(await answer.json()).toMatchObject({ role: 'viewer' })
})

it('with an account all that is one’s own again, whatever guests may do', async () => {
  const client = new HandlerClient()
  const documentId = await ownDocument(client)
  set({ authGuests: 'off', authSignup: 'open' })
  const wishes = { name: 'Ana', email: 'ana@example.org', password }
  expect(await outcome(await client.auth('sign-up/email', wishes))).toBe(204)
  const answer = await client.call({ route: `${inDocument}/token`, method: 'POST', ...about(documentId) })
  expect(await answer.json()).toMatchObject({ role: 'owner' })
  expect(await outcome(await client.call({ route: 'documents', method: 'POST' }))).toBe(201)
})

it('with off nobody makes an account', async () => {
  set({ authSignup: 'off' })
  const wishes = { name: 'Eva', email: 'eva@example.org', password, invitation: 'x'.repeat(22) }
  expect(await outcome(await new HandlerClient().auth('sign-up/email', wishes))).toBe('signUpClosed')
})

it('with invite only whoever has an invitation does, once and in time', async () => {
  set({ authGuests: 'on', authSignup: 'invite' })
  const { accounts } = appServices().store
  expect(await accounts.hasAny()).toBe(true)
  const { hashInvitation } = await import('#features/accounts/server/invitations')
  const invite = (secret: string, expiresAt: number) =>
    accounts.invite({ secretHash: hashInvitation(secret), madeBy: 'ana', expiresAt })
  await invite('a-good-one', Date.now() + 60_000)
  await invite('an-old-one', Date.now() - 1)
  expect(await signUp('luis', {})).toBe('signUpClosed')
  expect(await signUp('luis', { invitation: 'made-up' })).toBe('signUpClosed')
  expect(await signUp('luis', { invitation: 'an-old-one' })).toBe('signUpClosed')
  // What goes wrong otherwise does not cost the invitation.
  expect(await signUp('luis', { invitation: 'a-good-one', password: 'short' })).toBe('passwordUnfit')
  expect(await signUp('luis', { invitation: 'a-good-one' })).toBe(204)
  expect(await signUp('nora', { invitation: 'a-good-one' })).toBe('signUpClosed')
})
