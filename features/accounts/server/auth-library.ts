import { passkey } from '@better-auth/passkey'
import { betterAuth } from 'better-auth'
import { APIError, createAuthMiddleware } from 'better-auth/api'
import { genericOAuth } from 'better-auth/plugins/generic-oauth'

import { dayS, sessionMaxAgeS } from '#features/accounts/session-cookie'
import { oidcProviderId } from '#features/accounts/oidc-provider-id'
import { deviceOf } from '#features/accounts/server/device-of'
import { maxPasswordLength, minPasswordLength } from '#features/accounts/password-rules'
import type { AppStore } from '#storage/app-store'

/** What the library of accounts is told by us; each of these says what became of somebody. */
export type AuthEvents = {
  /** Whether somebody may not sign in, by whatever way. */
  isSuspended(accountId: string): Promise<boolean>
  /** An account has come into being. */
  created(account: { id: string; name: string }): Promise<void>
  /** Somebody signed in, or up, with these request headers; the answer takes these cookies along. */
  signedIn(accountId: string, headers: Headers): Promise<SetCookie[]>
  /** A session is over, by whatever way; what came through it must be cut. */
  sessionEnded(sessionId: string): Promise<void>
  /** Whoever has this token may choose another password, for an hour. */
  resetAsked(asked: { email: string; token: string }, headers: Headers): Promise<void>
  /** Somebody has chosen another password by way of a mail. */
  passwordReset(email: string, headers: Headers): Promise<void>
  /** Whoever has this token, and is signed in with the address, has shown that it is theirs. */
  confirmationAsked(asked: { email: string; token: string }, headers: Headers): Promise<void>
  /** Somebody has shown that their address is theirs. */
  confirmed(accountId: string): Promise<void>
}

export type SetCookie = {
  readonly name: string
  readonly value: string
  readonly attributes: {
    readonly httpOnly: true
    readonly sameSite: 'lax'
    readonly secure: boolean
    readonly path: '/'
    readonly maxAge: number
  }
}

export type AuthSettings = {
  readonly secret: string
  /** Whether cookies are for https alone. */
  readonly secure: boolean
  readonly tables: AppStore['accountTables']
  /** A provider of accounts, by its issuer. */
  readonly oidc: { issuer: string; clientId: string; clientSecret: string } | null
  /** Whether whoever signs up is sent a mail to confirm their address by; else they ask for one. */
  readonly confirmsAtOnce: boolean
  /** A name as it is kept. */
  readonly tidyName: (name: string) => string
}

/**
 * better-auth as Pliego wants it: our tables, our cookies, no limits of its own (ours are in
 * `auth-attempts.ts`). Requests must come with the address in the browser as their URL, for it takes its own
 * address from there.
 */
export function createAuthLibrary(
  { secret, secure, tables, oidc, confirmsAtOnce, tidyName }: AuthSettings,
  events: AuthEvents,
) {
  return betterAuth({
    appName: 'Pliego',
    secret,
    database: { db: tables.db, type: tables.type },
    telemetry: { enabled: false },
    rateLimit: { enabled: false },
    logger: { level: 'error' },
    onAPIError: { errorURL: '/sign-in' },
    advanced: {
      cookiePrefix: 'pliego',
      useSecureCookies: secure,
      // Behind no trusted proxy the header is whatever a client says: better none than a false one.
      ipAddress: { disableIpTracking: true },
      database: { validateSchema: false },
      // Whoever asks for a mail is not told by the time it takes whether there is such an account.
      backgroundTasks: { handler: (task) => void task },
    },
    user: {
      modelName: 'accounts',
      additionalFields: {
        color: { type: 'string', required: false, input: false },
        isAdmin: { type: 'boolean', required: false, input: false },
      },
    },
    session: { modelName: 'account_sessions', expiresIn: sessionMaxAgeS, updateAge: dayS },
    account: { modelName: 'account_logins', encryptOAuthTokens: true },
    plugins: [passkeys(), ...(oidc ? [singleSignOn(oidc)] : [])],
    verification: { modelName: 'account_verifications', storeIdentifier: 'hashed' },
    emailAndPassword: {
      enabled: true,
      minPasswordLength,
      maxPasswordLength,
      revokeSessionsOnPasswordReset: true,
      sendResetPassword: ({ user, token }, request) =>
        events.resetAsked({ email: user.email, token }, request?.headers ?? new Headers()),
      onPasswordReset: ({ user }, request) =>
        events.passwordReset(user.email, request?.headers ?? new Headers()),
    },
    emailVerification: {
      expiresIn: dayS,
      sendOnSignUp: confirmsAtOnce,
      sendVerificationEmail: ({ user, token }, request) =>
        events.confirmationAsked({ email: user.email, token }, request?.headers ?? new Headers()),
      afterEmailVerification: ({ id }) => events.confirmed(id),
    },
    databaseHooks: {
      user: {
        create: {
          before: async (user) => ({ data: { ...user, name: nameOf(user, tidyName) } }),
          after: ({ id, name }) => events.created({ id, name }),
        },
      },
      session: {
        create: {
          before: async ({ userId }) => {
            if (await events.isSuspended(userId)) {
              throw new APIError('FORBIDDEN', { code: 'SUSPENDED', message: 'suspended' })
            }
          },
        },
        delete: { after: ({ id }) => events.sessionEnded(id) },
      },
    },
    hooks: {
      after: createAuthMiddleware(async (context) => {
        const signedIn = context.context.newSession
        if (!signedIn) return
        const cookies = await events.signedIn(signedIn.user.id, context.headers ?? new Headers())
        for (const { name, value, attributes } of cookies) context.setCookie(name, value, attributes)
      }),
    },
  })
}

/** They belong to the host in the browser's address, which the library takes from each request. */
function passkeys() {
  return passkey({
    rpName: 'Pliego',
    schema: { passkey: { modelName: 'account_passkeys' } },
    advanced: { webAuthnChallengeCookie: 'passkey' },
    // One that does not say whose it is could not be offered before an e-mail address is written.
    authenticatorSelection: { residentKey: 'required', userVerification: 'preferred' },
    registration: {
      afterVerification: async ({ ctx }) => ({ name: deviceOf(ctx.headers?.get('user-agent') ?? '') }),
    },
  })
}

function singleSignOn({ issuer, clientId, clientSecret }: NonNullable<AuthSettings['oidc']>) {
  return genericOAuth({
    config: [
      {
        providerId: oidcProviderId,
        discoveryUrl: `${issuer}/.well-known/openid-configuration`,
        clientId,
        clientSecret,
        scopes: ['openid', 'email', 'profile'],
        requireIdTokenVerification: true,
      },
    ],
  })
}

export type AuthLibrary = ReturnType<typeof createAuthLibrary>

/** Whoever comes from elsewhere may have no name: then what stands before the @. */
function nameOf(
  { name, email }: { name?: string; email: string },
  tidyName: (name: string) => string,
): string {
  return tidyName(name ?? '') || tidyName(email.split('@')[0] ?? '') || email.slice(0, 40)
}
