import 'server-only'
import type { NextRequest } from 'next/server'

import type { Action } from '#access/roles'
import { appServices, type AppServices } from '#features/documents/server/app-services'
import { authorizeDocument, type DocumentAccess } from '#features/documents/server/authorize-document'
import { isSameOrigin } from '#features/documents/server/same-origin'
import { guestCookie, guestUserId } from '#features/guests/guest-cookie'

import { refuse } from './refusals.ts'

type Allowed = {
  services: AppServices
  documentId: string
  userId: string
  access: Extract<DocumentAccess, { outcome: 'granted' }>
  /** When the access was looked up. */
  askedAt: number
}

/**
 * Runs a handler for one document, once it is known that the request is from our own pages (where it
 * changes something) and that this guest may do this with this document.
 */
export async function withDocument(
  request: NextRequest,
  context: { params: Promise<{ documentId: string }> },
  action: Action,
  handle: (allowed: Allowed) => Promise<Response>,
): Promise<Response> {
  const services = appServices()
  if (request.method !== 'GET' && !isSameOrigin(request.headers, services.config)) {
    return refuse('foreignOrigin')
  }
  const { documentId } = await context.params
  const userId = guestUserId(request.cookies.get(guestCookie)?.value)
  const askedAt = Date.now()
  const access = await authorizeDocument(services.store, { documentId, userId }, action, askedAt)
  if (access.outcome !== 'granted') return refuse(access.outcome)
  if (userId === null) return refuse('guestUnknown')
  return handle({ services, documentId, userId, access, askedAt })
}

/** The same for what an owner may do with a document that is in the trash, and with no other. */
export async function withTrashedDocument(
  request: NextRequest,
  context: { params: Promise<{ documentId: string }> },
  handle: (allowed: { services: AppServices; documentId: string }) => Promise<Response>,
): Promise<Response> {
  const services = appServices()
  if (!isSameOrigin(request.headers, services.config)) return refuse('foreignOrigin')
  const { documentId } = await context.params
  const userId = guestUserId(request.cookies.get(guestCookie)?.value)
  const access = await authorizeDocument(services.store, { documentId, userId }, 'manage', Date.now())
  if (access.outcome === 'granted') return refuse('notTrashed')
  return access.outcome === 'trashed' ? handle({ services, documentId }) : refuse(access.outcome)
}
