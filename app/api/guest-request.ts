import 'server-only'
import type { NextRequest } from 'next/server'

import { appServices, type AppServices } from '#features/documents/server/app-services'
import { isSameOrigin } from '#features/documents/server/same-origin'
import { guestCookie, guestUserId } from '#features/guests/guest-cookie'

import { refuse } from './refusals.ts'

/** Runs a handler that belongs to no document, once it is known whose request it is and that it is from our own pages. */
export async function withGuest(
  request: NextRequest,
  handle: (asker: { services: AppServices; userId: string }) => Promise<Response>,
): Promise<Response> {
  const services = appServices()
  if (request.method !== 'GET' && !isSameOrigin(request.headers, services.config)) {
    return refuse('foreignOrigin')
  }
  const userId = guestUserId(request.cookies.get(guestCookie)?.value)
  return userId === null ? refuse('guestUnknown') : handle({ services, userId })
}
