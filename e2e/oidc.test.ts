import { afterAll, beforeAll, expect, it } from 'vitest'

import { appServices } from '#features/documents/server/app-services'
import { HandlerClient } from '#e2e/support/handler-client'
import { startHandlerServices } from '#e2e/support/handler-services'
import { startOidcProvider, type OidcProvider } from '#e2e/support/oidc-provider'

// Single sign-on by a real OpenID provider, from our handlers to it and back.

const here = 'http://localhost:3000'
const session = 'pliego.session_token'
let provider: OidcProvider
let stop: () => Promise<void>
beforeAll(async () => {
  provider = await startOidcProvider(`${here}/api/auth/callback/oidc`)
  ;({ stop } = await startHandlerServices({
    PUBLIC_URL: here,
    // Those who come by the provider are let in by it.
    AUTH_SIGNUP: 'off',
    AUTH_OIDC_ISSUER: provider.issuer,
    AUTH_OIDC_CLIENT_ID: provider.clientId,
    AUTH_OIDC_CLIENT_SECRET: provider.clientSecret,
  }))
})
afterAll(async () => {
  await stop()
  await provider.stop()
})

const callback = (client: HandlerClient, address: string) =>
  client.call({
    route: 'auth/[...path]',
    method: 'GET',
    params: { path: ['callback', 'oidc'] },
    query: new URL(address).search,
  })

/** From the button to where one ends up. */
async function signOn(
  client: HandlerClient,
  next = '/',
): Promise<{ status: number; location: string | null }> {
  const begun = await client.auth('sign-in/social', { next })
  const { url } = (await begun.json()) as { url: string }
  const answer = await callback(client, await provider.walk(url))
  return { status: answer.status, location: answer.headers.get('location') }
}

const ana = { name: 'Ana', email: 'ana@example.org', email_verified: true }
const accounts = async () => {
  const { db } = appServices().store.accountTables
  return db.selectFrom('accounts').select(['id', 'name', 'email']).execute()
}

it('somebody whom the provider knows comes back with an account, and with what they had as a guest', async () => {
  provider.come('ana', ana)
  const client = new HandlerClient()
  const made = await client.call({ route: 'documents', method: 'POST' })
  const { id: documentId } = (await made.json()) as { id: string }
  expect(await signOn(client, `/d/${documentId}`)).toEqual({ status: 303, location: `/d/${documentId}` })
  expect(client.cookies.has(session)).toBe(true)
  const [account] = await accounts()
  expect(account).toMatchObject({ name: 'Ana', email: 'ana@example.org' })
  expect(await appServices().store.documents.get(documentId)).toMatchObject({ ownerId: account?.id })
  // On another device the same account.
  expect((await signOn(new HandlerClient())).status).toBe(303)
  expect(await accounts()).toHaveLength(1)
})

it('whoever turns back at the provider is told, and nobody', async () => {
  provider.come(null)
  const client = new HandlerClient()
  expect((await signOn(client)).location).toMatch(/^(http:\/\/localhost:3000)?\/sign-in\?error=/)
  expect(client.cookies.has(session)).toBe(false)
})

it('the way back is of use to no other browser, and to none twice', async () => {
  provider.come('eva', { ...ana, email: 'eva@example.org' })
  const client = new HandlerClient()
  const { url } = (await (await client.auth('sign-in/social', {})).json()) as { url: string }
  const back = await provider.walk(url)
  const other = new HandlerClient()
  expect((await callback(other, back)).headers.get('location')).toContain('error=')
  expect(other.cookies.has(session)).toBe(false)
  const tampered = new URL(back)
  tampered.searchParams.set('state', 'made-up')
  expect((await callback(client, tampered.href)).headers.get('location')).toMatch(/^\/sign-in\?error=/)
  expect(client.cookies.has(session)).toBe(false)
})

it('an account with the same e-mail is not taken over, for nobody has shown whose that is', async () => {
  Object.assign(appServices().config, { authSignup: 'open' })
  const wishes = { name: 'Luis', email: 'luis@example.org', password: 'correct horse battery' }
  expect((await new HandlerClient().auth('sign-up/email', wishes)).status).toBe(204)
  provider.come('luis', { ...ana, email: 'luis@example.org' })
  const client = new HandlerClient()
  expect((await signOn(client)).location).toMatch(/\/sign-in\?error=account_not_linked/)
  expect(client.cookies.has(session)).toBe(false)
})

it('nothing but the way back can be asked for', async () => {
  const paths = [['callback', 'google'], ['get-session'], ['list-sessions'], ['error']]
  for (const path of paths) {
    const answer = await new HandlerClient().call({
      route: 'auth/[...path]',
      method: 'GET',
      params: { path },
    })
    expect([path, answer.status]).toEqual([path, 404])
  }
  const begun = await new HandlerClient().auth('sign-in/social', { next: '//evil.example', callbackURL: 'x' })
  expect(begun.status).toBe(200)
  const { url } = (await begun.json()) as { url: string }
  expect(url.startsWith(provider.issuer)).toBe(true)
})
