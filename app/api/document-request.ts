import 'server-only'
import type { NextRequest } from 'next/server'

import type { Action, Role } from '#access/roles'
import { appServices, type AppServices } from '#features/documents/server/app-services'
import { authorizeDocument, type DocumentAccess } from '#features/documents/server/authorize-document'
import { isSameOrigin } from '#features/documents/server/same-origin'

import { identify, type Identity } from '../identity.ts'
import { refuse } from './refusals.ts'

type Allowed = {
  services: AppServices
  documentId: string
  userId: string
  identity: Identity
  access: Extract<DocumentAccess, { outcome: 'granted' }>
  /** When the access was looked up. */
  askedAt: number
}

/**
 * Runs a handler for one document, once it is known that the request is from our own pages (where it
 * changes something) and that this person may do this with this document.
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
  // Before the person is looked up, so that no later end of their session is missed.
  const askedAt = Date.now()
  const identity = await identify(request.headers)
  const access = await authorizeDocument(services.store, { documentId, ...asking(identity) }, action, askedAt)
  if (access.outcome !== 'granted') return refuse(access.outcome)
  if (identity === null) return refuse('guestUnknown')
  return handle({ services, documentId, userId: identity.userId, identity, access, askedAt })
}

/** The same for what somebody may do who may not open the document, and whom we know again: asking. */
export async function withClosedDocument(
  request: NextRequest,
  context: { params: Promise<{ documentId: string }> },
  handle: (asker: {
    services: AppServices
    documentId: string
    identity: Identity
    askedAt: number
  }) => Promise<Response>,
): Promise<Response> {
  const services = appServices()
  if (!isSameOrigin(request.headers, services.config)) return refuse('foreignOrigin')
  const { documentId } = await context.params
  const askedAt = Date.now()
  const identity = await identify(request.headers)
  if (identity === null) return refuse('guestUnknown')
  const access = await authorizeDocument(services.store, { documentId, ...asking(identity) }, 'read', askedAt)
  if (access.outcome === 'granted') return refuse('alreadyOpen')
  return access.outcome === 'forbidden'
    ? handle({ services, documentId, identity, askedAt })
    : refuse(access.outcome)
}

/** The same for what an owner may do with a document that is in the trash, and with no other. */
export async function withTrashedDocument(
  request: NextRequest,
  context: { params: Promise<{ documentId: string }> },
  handle: (allowed: { services: AppServices; documentId: string; userId: string }) => Promise<Response>,
): Promise<Response> {
  const services = appServices()
  if (!isSameOrigin(request.headers, services.config)) return refuse('foreignOrigin')
  const { documentId } = await context.params
  const identity = await identify(request.headers)
  const asked = { documentId, ...asking(identity) }
  const access = await authorizeDocument(services.store, asked, 'manage', Date.now())
  if (access.outcome === 'granted') return refuse('notTrashed')
  if (access.outcome !== 'trashed') return refuse(access.outcome)
  // That it is in the trash is told to its owner alone.
  return identity === null ? refuse('gone') : handle({ services, documentId, userId: identity.userId })
}

function asking(identity: Identity | null): { userId: string | null; most?: Role } {
  return identity ? { userId: identity.userId, most: identity.most } : { userId: null }
}
