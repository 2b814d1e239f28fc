import 'server-only'
import { headers } from 'next/headers'
import { cache } from 'react'

import type { Role } from '#access/roles'
import type { Account } from '#features/accounts/account'
import { findSession, hasSessionCookie } from '#features/accounts/server/find-session'
import { appConfig } from '#features/documents/server/app-config'
import { guestOfHeaders } from '#features/guests/guest-cookie'

import { authLibrary } from './accounts.ts'

/** Whose request it is: an account's where somebody is signed in, a guest's otherwise. */
export type Identity = {
  /** Opaque; what documents, lists and tokens go by. */
  readonly userId: string
  readonly account: Account | null
  /** Of the account; null for guests. */
  readonly sessionId: string | null
  /** The most that documents may let them do. */
  readonly most: Role
}

/** The one answer to "who is this", for pages and handlers alike; null for whom the settings let do nothing. */
export async function identify(requestHeaders: Headers): Promise<Identity | null> {
  if (hasSessionCookie(requestHeaders)) {
    const session = await findSession(await authLibrary(requestHeaders), requestHeaders)
    if (session) {
      const { id: sessionId, account } = session
      return { userId: account.id, account, sessionId, most: 'owner' }
    }
  }
  const { authGuests } = appConfig()
  const userId = authGuests === 'off' ? null : guestOfHeaders(requestHeaders)
  if (userId === null) return null
  return { userId, account: null, sessionId: null, most: authGuests === 'view' ? 'viewer' : 'owner' }
}

/** Who asks for the page that is being made; looked up once a request. */
export const pageIdentity: () => Promise<Identity | null> = cache(async () => identify(await headers()))
