import 'server-only'

import { safeNext } from '#features/accounts/account-paths'
import { oidcProviderId } from '#features/accounts/oidc-provider-id'
import { emailInConfirmation } from '#features/accounts/server/email-in-confirmation'
import { maxPasskeyNameLength } from '#features/accounts/passkey'
import { isEmailAddress } from '#features/accounts/email-address'
import { hashInvitation } from '#features/accounts/server/invitations'
import { ownPasskeys } from '#features/accounts/server/own-passkeys'
import { appServices } from '#features/documents/server/app-services'

import { addressOf, authAttempts, authLibrary, tryPassword } from '../../accounts.ts'
import { identify } from '../../identity.ts'
import type { RefusalCode } from '../refusals.ts'

type Fields = Readonly<Record<string, unknown>>
type Admitted =
  | {
      readonly body: Fields
      /** After the library has done it, or has not. */
      readonly done?: () => void | Promise<void>
      readonly undone?: () => void | Promise<void>
    }
  | { readonly refused: RefusalCode }

/** One request of the library's that browsers may make: which of its fields go on, and when it is refused. */
export type AuthPost = {
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
      if (!take('signUpFrom', addressOf(headers), now)) return tooMany
      if (!isEmailAddress(email)) return { refused: 'notAnEmail' }
      const way = await takeWayIn(invitation, now)
      if (way === null) return { refused: 'signUpClosed' }
      if (!take('signUp', '', now)) {
        await way.giveBack()
        return tooMany
      }
      return {
        body: { name, email, password },
        async undone() {
          authAttempts().giveBack('signUp', '')
          await way.giveBack()
        },
      }
    },
  },
  'sign-in/email': {
    async admit({ email, password }, headers, now) {
      if (!take('signInFrom', addressOf(headers), now)) return tooMany
      if (!isEmailAddress(email)) return { refused: 'notAnEmail' }
      const tried = tryPassword(email, headers, now)
      return tried ? { body: { email, password }, done: tried.wasRight } : tooMany
    },
  },
  'sign-in/social': {
    answer: 'url',
    async admit({ next }, headers, now) {
      if (appServices().config.authOidcIssuer === undefined) return { refused: 'gone' }
      // Each is remembered until its person comes back.
      if (!take('signInFrom', addressOf(headers), now)) return tooMany
      const errorCallbackURL = '/sign-in'
      return { body: { provider: oidcProviderId, callbackURL: safeNext(next), errorCallbackURL } }
    },
  },
  'sign-out': { admit: async () => ({ body: {} }) },
  'request-password-reset': {
    async admit({ email }, headers, now) {
      if (!take('mailFrom', addressOf(headers), now)) return tooMany
      if (!isEmailAddress(email)) return { refused: 'notAnEmail' }
      return take('mail', email.toLowerCase(), now) ? { body: { email } } : tooMany
    },
  },
  // Its token has 140 random bits: there is nothing to guess.
  'reset-password': { admit: async ({ newPassword, token }) => ({ body: { newPassword, token } }) },
  'change-password': {
    async admit({ currentPassword, newPassword }, headers, now) {
      const account = (await identify(headers))?.account
      if (!account) return { refused: 'guestUnknown' }
      const tried = tryPassword(account.email, headers, now)
      if (!tried) return tooMany
      // Whoever else knew the old one is out.
      const body = { currentPassword, newPassword, revokeOtherSessions: true }
      return { body, done: tried.wasRight }
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

async function withAccount(headers: Headers, body: Fields): Promise<Admitted> {
  return (await identify(headers))?.account ? { body } : { refused: 'guestUnknown' }
}

/** Somebody else's is as unknown as one that there is not. */
async function ofOwnPasskey(headers: Headers, body: Fields): Promise<Admitted> {
  if (!(await identify(headers))?.account) return { refused: 'guestUnknown' }
  const own = await ownPasskeys(await authLibrary(headers), headers)
  return own.some(({ id }) => id === body.id) ? { body } : { refused: 'passkeyUnknown' }
}

/** What lets somebody make an account now, taken before the library is asked: of many at once, one has it. */
async function takeWayIn(
  invitation: unknown,
  now: number,
): Promise<{ giveBack: () => void | Promise<void> } | null> {
  const { config, store } = appServices()
  if (config.authSignup === 'open') return { giveBack: () => {} }
  if (config.authSignup === 'off') return null
  if (typeof invitation === 'string') {
    const taken = await store.accounts.takeInvitation(hashInvitation(invitation), now)
    if (taken) return { giveBack: () => store.accounts.invite(taken) }
  }
  if ((await store.accounts.hasAny()) || !take('firstSignUp', '', now)) return null
  return { giveBack: () => authAttempts().giveBack('firstSignUp', '') }
}

const tooMany: Admitted = { refused: 'tooManyAttempts' }

const take: ReturnType<typeof authAttempts>['take'] = (kind, key, now) => authAttempts().take(kind, key, now)
