import 'server-only'

import { networkOfAddress } from '#access/network-of-address'
import { readAuthSecret } from '#config/kept-secrets'
import type { Config } from '#config/load-config'
import type { AuthEvents, AuthLibrary } from '#features/accounts/server/auth-library'
import { AuthAttempts } from '#features/accounts/server/auth-attempts'
import { createMailer, type Mailer } from '#features/accounts/server/mailer'
import { appServices } from '#features/documents/server/app-services'
import { once } from '#features/documents/server/once'
import { clientAddress, isHttps } from '#features/documents/server/same-origin'
import {
  guestCookie,
  guestCookieMaxAgeS,
  guestOfHeaders,
  newGuestSecret,
} from '#features/guests/guest-cookie'
import { tidyName } from '#features/guests/guest-names'

import { announceSessionEnds } from './api/announce-session-ends.ts'
import { accountMail } from './account-mail.ts'

/** Those of this process; a restart forgives everybody. */
export const authAttempts: () => AuthAttempts = once(() => new AuthAttempts())

/** Whom requests with these headers count for. */
export function addressOf(headers: Headers): string {
  return networkOfAddress(clientAddress(headers, appServices().config))
}

/**
 * Counts a password that is tried for an account, before it is known whether it is right; null after too many, from
 * one network or from all. From elsewhere its owner still gets in.
 */
export function tryPassword(email: string, headers: Headers, now: number): { wasRight: () => void } | null {
  const to = email.toLowerCase()
  const from = `${addressOf(headers)} ${to}`
  const attempts = authAttempts()
  if (!attempts.take('signIn', from, now) || !attempts.take('signInTo', to, now)) return null
  return {
    wasRight() {
      attempts.forgive('signIn', from)
      attempts.giveBack('signInTo', to)
    },
  }
}

/** Sends mails, or writes them to the log. */
export const mailer: () => Mailer = once(() => {
  const { smtpUrl, mailFrom, publicUrl } = appServices().config
  const host = publicUrl === undefined ? 'localhost' : new URL(publicUrl).hostname
  return createMailer({ smtpUrl, from: mailFrom ?? `Pliego <no-reply@${host}>` })
})

const libraries = { https: once(() => openLibrary(true)), http: once(() => openLibrary(false)) }

/**
 * The library of accounts, for requests like this one. It is loaded when the first of them has to do with an
 * account: guests do without, and a build must not look for a provider of accounts.
 */
export function authLibrary(headers: Headers): Promise<AuthLibrary> {
  return libraries[isHttps(headers, appServices().config) ? 'https' : 'http']()
}

async function openLibrary(secure: boolean): Promise<AuthLibrary> {
  const { config, store } = appServices()
  const { createAuthLibrary } = await import('#features/accounts/server/auth-library')
  const secret = readAuthSecret(config)
  const settings = {
    secret,
    secure,
    tables: store.accountTables,
    oidc: oidcOf(config),
    // Into the log they are not written unasked: nobody would send them on.
    confirmsAtOnce: config.smtpUrl !== undefined,
    tidyName,
  }
  return createAuthLibrary(settings, authEvents(secure))
}

function oidcOf({ authOidcIssuer: issuer, authOidcClientId: clientId, authOidcClientSecret }: Config) {
  if (issuer === undefined || clientId === undefined || authOidcClientSecret === undefined) return null
  return { issuer, clientId, clientSecret: authOidcClientSecret }
}

function authEvents(secure: boolean): AuthEvents {
  const { store, config } = appServices()
  return {
    isSuspended: (accountId) => store.administration.isSuspended(accountId),
    async created({ id, name }) {
      await store.accounts.makeFirstAdministrator(id)
      await store.people.putName(id, name)
    },
    async signedIn(accountId, headers) {
      const guestId = guestOfHeaders(headers)
      if (guestId !== null) await store.accounts.adoptGuest(guestId, accountId)
      await store.shares.claimVerified(accountId, Date.now())
      // Whoever signs out of this browser is a guest without a past, and so is whoever comes after them.
      const attributes = { httpOnly: true, sameSite: 'lax', secure, path: '/' } as const
      return [
        {
          name: guestCookie,
          value: newGuestSecret(),
          attributes: { ...attributes, maxAge: guestCookieMaxAgeS },
        },
      ]
    },
    sessionEnded: (sessionId) => announceSessionEnds([sessionId]),
    async resetAsked(asked, headers) {
      try {
        await mailer()(await accountMail(config, 'resetMail', asked, headers))
      } catch (error) {
        // Nobody waits for it: whoever asked is told to look again, and this is for whoever runs the server.
        console.error('the mail for another password could not be sent', error)
      }
    },
    async passwordReset(email, headers) {
      const to = email.toLowerCase()
      authAttempts().forgive('signIn', `${addressOf(headers)} ${to}`)
      authAttempts().forgive('signInTo', to)
    },
    async confirmationAsked(asked, headers) {
      await mailer()(await accountMail(config, 'confirmationMail', asked, headers))
    },
    async confirmed(accountId) {
      await store.shares.claimVerified(accountId, Date.now())
    },
  }
}
