import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { appServices } from '#features/documents/server/app-services'
import { HandlerClient } from '#e2e/support/handler-client'
import { startHandlerServices } from '#e2e/support/handler-services'

// What of passkeys is asked of the app's handlers; that they sign people in is for a browser: `passkeys.spec.ts`.

let stop: () => Promise<void>
beforeAll(async () => {
  ;({ stop } = await startHandlerServices())
})
afterAll(() => stop())

let count = 0

/** Somebody with an account and a passkey. */
async function withPasskey(): Promise<{
  client: HandlerClient
  passkeyId: string
  credentialId: string
  accountId: string
}> {
  const client = new HandlerClient()
  const email = `somebody${count++}@example.org`
  const wishes = { name: 'Ana', email, password: 'correct horse battery' }
  expect((await client.auth('sign-up/email', wishes)).status).toBe(204)
  const { db } = appServices().store.accountTables
  const { id: userId } = await db
    .selectFrom('accounts')
    .select('id')
    .where('email', '=', email)
    .executeTakeFirstOrThrow()
  const passkey = {
    id: `passkey${count}`,
    userId,
    name: 'Phone',
    publicKey: 'AA==',
    credentialID: `c${count}`,
  }
  const rest = { counter: 0, deviceType: 'singleDevice', backedUp: 0 as const, createdAt: null }
  await db
    .insertInto('account_passkeys')
    .values({ ...passkey, ...rest })
    .execute()
  return { client, passkeyId: passkey.id, credentialId: passkey.credentialID, accountId: userId }
}

const nameOf = async (passkeyId: string) => {
  const { db } = appServices().store.accountTables
  const query = db.selectFrom('account_passkeys').select('name').where('id', '=', passkeyId)
  return (await query.executeTakeFirst())?.name
}

async function codeOf(answer: Response): Promise<[number, unknown]> {
  return [answer.status, ((await answer.json()) as { error: unknown }).error]
}

const optionsOf = async (answer: Response) =>
  (await answer.json()) as { challenge: string; rp?: { id: string }; rpId?: string }

describe('a passkey', () => {
  it('is named and removed by whose it is', async () => {
    const { client, passkeyId } = await withPasskey()
    const named = await client.auth('passkey/update-passkey', { id: passkeyId, name: ` ${'x'.repeat(99)} ` })
    expect([named.status, await named.text()]).toEqual([204, ''])
    expect(await nameOf(passkeyId)).toBe('x'.repeat(60))
    expect(await codeOf(await client.auth('passkey/update-passkey', { id: passkeyId, name: ' ' }))).toEqual([
      400,
      'badRequest',
    ])
    expect((await client.auth('passkey/delete-passkey', { id: passkeyId })).status).toBe(204)
    expect(await nameOf(passkeyId)).toBeUndefined()
  })

  it('is as unknown to others as one that there is not', async () => {
    const { passkeyId } = await withPasskey()
    const { client: eva } = await withPasskey()
    for (const id of [passkeyId, 'none', undefined]) {
      const removed = await eva.auth('passkey/delete-passkey', { id })
      expect(await codeOf(removed)).toEqual([404, 'passkeyUnknown'])
      const named = await eva.auth('passkey/update-passkey', { id, name: 'Mine' })
      expect(await codeOf(named)).toEqual([404, 'passkeyUnknown'])
    }
    expect(await nameOf(passkeyId)).toBe('Phone')
  })

  it('is made, named and removed by nobody without an account', async () => {
    const { passkeyId } = await withPasskey()
    const guest = new HandlerClient()
    for (const path of [
      'generate-register-options',
      'verify-registration',
      'delete-passkey',
      'update-passkey',
    ]) {
      const answer = await guest.auth(`passkey/${path}`, { id: passkeyId, name: 'Mine', response: {} })
      expect([path, ...(await codeOf(answer))]).toEqual([path, 401, 'guestUnknown'])
    }
  })

  it('belongs to the host at which it is made and asked for', async () => {
    const { client } = await withPasskey()
    const making = await optionsOf(await client.auth('passkey/generate-register-options', {}))
    expect(making).toMatchObject({ challenge: expect.any(String), rp: { id: 'localhost' } })
    const elsewhere = new HandlerClient({ origin: 'http://pliego.example' })
    const asking = await optionsOf(await elsewhere.auth('passkey/generate-authenticate-options', {}))
    expect(asking).toMatchObject({ challenge: expect.any(String), rpId: 'pliego.example' })
  })

  it('is not made by a session of yesterday', async () => {
    const { client, accountId } = await withPasskey()
    const { db } = appServices().store.accountTables
    const createdAt = new Date(Date.now() - 25 * 60 * 60_000).toISOString()
    await db.updateTable('account_sessions').set({ createdAt }).where('userId', '=', accountId).execute()
    const answer = await client.auth('passkey/generate-register-options', {})
    expect(await codeOf(answer)).toEqual([403, 'signInAgain'])
  })
})

describe('signing in by a passkey', () => {
  const response = {
    id: 'unknown',
    rawId: 'unknown',
    type: 'public-key',
    clientExtensionResults: {},
    response: { clientDataJSON: 'e30', authenticatorData: '', signature: '' },
  }

  it('wants an answer to a question that was asked, once', async () => {
    const { credentialId } = await withPasskey()
    const forgery = { response: { ...response, id: credentialId, rawId: credentialId } }
    const client = new HandlerClient()
    const unasked = await client.auth('passkey/verify-authentication', forgery)
    expect(await codeOf(unasked)).toEqual([400, 'passkeyFailed'])
    await client.auth('passkey/generate-authenticate-options', {})
    const unknown = await client.auth('passkey/verify-authentication', { response })
    expect(await codeOf(unknown)).toEqual([404, 'passkeyUnknown'])
    const again = await client.auth('passkey/verify-authentication', forgery)
    expect(await codeOf(again)).toEqual([400, 'passkeyFailed'])
    await client.auth('passkey/generate-authenticate-options', {})
    const forged = await client.auth('passkey/verify-authentication', forgery)
    expect(await codeOf(forged)).toEqual([400, 'passkeyFailed'])
    expect(client.cookies.has('pliego.session_token')).toBe(false)
  })

  it('is not answered by what is no answer at all, nor from another site', async () => {
    const client = new HandlerClient()
    expect(await codeOf(await client.auth('passkey/verify-authentication', {}))).toEqual([400, 'badRequest'])
    const foreign = { origin: 'https://evil.example' }
    const answer = await client.auth('passkey/generate-authenticate-options', {}, foreign)
    expect(await codeOf(answer)).toEqual([403, 'foreignOrigin'])
  })
})
