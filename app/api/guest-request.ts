import 'server-only'
import type { NextRequest } from 'next/server'

import { can } from '#access/roles'
import type { Account } from '#features/accounts/account'
import { appServices, type AppServices } from '#features/documents/server/app-services'
import type { Author } from '#features/documents/server/create-document'
import { isSameOrigin } from '#features/documents/server/same-origin'

import { identify, type Identity } from '../identity.ts'
import { isAllowedWork } from './allowed-work.ts'
import { refuse } from './refusals.ts'

/** Runs a handler that belongs to no document, once it is known whose request it is and that it is from our own pages. */
export async function withGuest(
  request: NextRequest,
  handle: (asker: { services: AppServices; userId: string; identity: Identity }) => Promise<Response>,
): Promise<Response> {
  const services = appServices()
  if (request.method !== 'GET' && !isSameOrigin(request.headers, services.config)) {
    return refuse('foreignOrigin')
  }
  const identity = await identify(request.headers)
  return identity ? handle({ services, userId: identity.userId, identity }) : refuse('guestUnknown')
}

/** The same for making documents, which the settings may leave to accounts. */
export async function withAuthor(
  request: NextRequest,
  handle: (asker: { services: AppServices; author: Author }) => Promise<Response>,
): Promise<Response> {
  return withGuest(request, async ({ identity, services }) => {
    if (!can(identity.most, 'manage')) return refuse('accountNeeded')
    return isAllowedWork(request, 'documents')
      ? handle({ services, author: authorOf(identity) })
      : refuse('tooManyRequests')
  })
}

export function authorOf({ userId, account }: Identity): Author {
  return { userId, hasAccount: account !== null }
}

/** The same for what only somebody with an account has. */
export async function withAccount(
  request: NextRequest,
  handle: (asker: { services: AppServices; account: Account }) => Promise<Response>,
): Promise<Response> {
  return withGuest(request, async ({ identity: { account }, services }) =>
    account ? handle({ services, account }) : refuse('accountNeeded'),
  )
}

/** The same for what only whoever administers this Pliego may do. */
export async function withAdministrator(
  request: NextRequest,
  handle: (asker: { services: AppServices; account: Account }) => Promise<Response>,
): Promise<Response> {
  return withAccount(request, async (asker) => (asker.account.isAdmin ? handle(asker) : refuse('forbidden')))
}
