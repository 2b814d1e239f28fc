import 'server-only'

import { networkOfAddress } from '#access/network-of-address'
import { safeNext } from '#features/accounts/account-paths'
import { oidcProviderId } from '#features/accounts/oidc-provider-id'
import { emailInConfirmation } from '#features/accounts/server/email-in-confirmation'
import { maxPasskeyNameLength } from '#features/accounts/passkey'
import { hashInvitation } from '#features/accounts/server/invitations'
import { ownPasskeys } from '#features/accounts/server/own-passkeys'
import { appServices } from '#features/documents/server/app-services'
import { clientAddress } from '#features/documents/server/same-origin'

import { authAttempts, authLibrary } from '../../accounts.ts'
import { identify } from '../../identity.ts'
import type { RefusalCode } from '../refusals.ts'

type Fields = Readonly<Record<string, unknown>>
type Admitted =
  | { readonly body: Fields; readonly done?: () => void | Promise<void> }
  | { readonly refused: RefusalCode }

/** One request of the library's that browsers may make: which of its fields go on, and when it is refused. */
type AuthPost = {
  /** Of the library's answer, what goes on to the browser. */
  readonly answer?: 'url' | 'all'
  /** How the library wants to be asked, where that is not by POST: the fields are then its query. */
  readonly method?: 'GET'
  readonly admit: (fields: Fields, headers: Headers, now: number) => Promise<Admitted>
}

/** Undefined for whatever else the library has to offer. */
export function authPostAt(path: string): AuthPost | undefined {
  return Object.hasOwn(posts, path) ? posts[path] : undefined
}

/** By path under `/api/auth/`. */
const posts: Readonly<Record<string, AuthPost>> = {
  'sign-up/email': {
    async admit({ name, email, password, invitation }, headers, now) {
      if (typeof email !== 'string' || !emailForm.test(email)) return { refused: 'notAnEmail' }
      const address = addressOf(headers)
      if (!take('signUpFrom', address, now) || !take('signUp', '', now)) return tooMany
      const { config, store } = appServices()
      const isFirst = !(await store.accounts.hasAny())
      const body = { name, email, password }
      if (config.authSignup === 'open' || (config.authSignup === 'invite' && isFirst)) return { body }
      if (config.authSignup === 'off' || typeof invitation !== 'string') return { refused: 'signUpClosed' }
      const hash = hashInvitation(invitation)
      // Taken only once the account is there, so that a password too short does not cost an invitation.
      if (!(await store.accounts.isInvited(hash, now))) return { refused: 'signUpClosed' }
      return { body, done: async () => void (await store.accounts.useInvitation(hash, now)) }
    },
  },
  'sign-in/email': {
    async admit({ email, password }, headers, now) {
      const key = String(email).trim().toLowerCase()
      if (!take('signInFrom', addressOf(headers), now) || !take('signIn', key, now)) return tooMany
      return { body: { email, password }, done: () => authAttempts().forgive('signIn', key) }
    },
  },
  'sign-in/social': {
    answer: 'url',
    async admit({ next }) {
      if (appServices().config.authOidcIssuer === undefined) return { refused: 'gone' }
      const errorCallbackURL = '/sign-in'
      return { body: { provider: oidcProviderId, callbackURL: safeNext(next), errorCallbackURL } }
    },
  },
  'sign-out': { admit: async () => ({ body: {} }) },
  'request-password-reset': {
    async admit({ email }, headers, now) {
      if (typeof email !== 'string' || !emailForm.test(email)) return { refused: 'notAnEmail' }
      const key = email.trim().toLowerCase()
      if (!take('mailFrom', addressOf(headers), now) || !take('mail', key, now)) return tooMany
      return { body: { email } }
    },
  },
  // Its token has 140 random bits: there is nothing to guess.
  'reset-password': { admit: async ({ newPassword, token }) => ({ body: { newPassword, token } }) },
  'change-password': {
    async admit({ currentPassword, newPassword }, headers, now) {
      const account = (await identify(headers))?.account
      if (!account) return { refused: 'guestUnknown' }
      if (!take('signIn', account.email, now)) return tooMany
      return {
        // Whoever else knew the old one is out.
        body: { currentPassword, newPassword, revokeOtherSessions: true },
        done: () => authAttempts().forgive('signIn', account.email),
      }
    },
  },
  'revoke-other-sessions': { admit: async (_fields, headers) => withAccount(headers, {}) },
  'send-verification-email': {
    async admit(_fields, headers, now) {
      const account = (await identify(headers))?.account
      if (!account) return { refused: 'guestUnknown' }
      if (account.isConfirmed) return { refused: 'alreadyConfirmed' }
      const key = account.email.toLowerCase()
      if (!take('mailFrom', addressOf(headers), now) || !take('mail', key, now)) return tooMany
      return { body: { email: account.email } }
    },
  },
  // The link alone confirms nothing: whoever made an account with somebody else's address waits for them to open it.
  'verify-email': {
    method: 'GET',
    async admit({ token }, headers) {
      const account = (await identify(headers))?.account
      if (!account) return { refused: 'guestUnknown' }
      const email = emailInConfirmation(token)
      if (email === undefined) return { refused: 'tokenUnknown' }
      return email === account.email.toLowerCase() ? { body: { token } } : { refused: 'otherAccount' }
    },
  },
  'passkey/generate-register-options': {
    method: 'GET',
    answer: 'all',
    admit: async (_fields, headers) => withAccount(headers, {}),
  },
  'passkey/verify-registration': {
    admit: async ({ response }, headers) => withAccount(headers, { response }),
  },
  'passkey/update-passkey': {
    async admit({ id, name }, headers) {
      const tidy = typeof name === 'string' ? name.trim().slice(0, maxPasskeyNameLength) : ''
      if (tidy === '') return { refused: 'badRequest' }
      return ofOwnPasskey(headers, { id, name: tidy })
    },
  },
  'passkey/delete-passkey': { admit: async ({ id }, headers) => ofOwnPasskey(headers, { id }) },
  'passkey/generate-authenticate-options': {
    method: 'GET',
    answer: 'all',
    // Each is remembered for five minutes.
    admit: async (_fields, headers, now) =>
      take('passkeyFrom', addressOf(headers), now) ? { body: {} } : tooMany,
  },
  'passkey/verify-authentication': {
    async admit({ response }, headers, now) {
      if (typeof response !== 'object' || response === null) return { refused: 'badRequest' }
      return take('signInFrom', addressOf(headers), now) ? { body: { response } } : tooMany
    },
  },
}

/** The library looks closer; this is only to tell it from other mistakes. */
const emailForm = /^[^\s@]+@[^\s@]+\.[^\s@]+$/

async function withAccount(headers: Headers, body: Fields): Promise<Admitted> {
  return (await identify(headers))?.account ? { body } : { refused: 'guestUnknown' }
}

/** Somebody else's is as unknown as one that there is not. */
async function ofOwnPasskey(headers: Headers, body: Fields): Promise<Admitted> {
  if (!(await identify(headers))?.account) return { refused: 'guestUnknown' }
  const own = await ownPasskeys(await authLibrary(headers), headers)
  return own.some(({ id }) => id === body.id) ? { body } : { refused: 'passkeyUnknown' }
}

const tooMany: Admitted = { refused: 'tooManyAttempts' }

const take: ReturnType<typeof authAttempts>['take'] = (kind, key, now) => authAttempts().take(kind, key, now)

const addressOf = (headers: Headers): string => networkOfAddress(clientAddress(headers, appServices().config))
