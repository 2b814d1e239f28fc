import type { NextRequest } from 'next/server'

import { appServices } from '#features/documents/server/app-services'
import { createDocument } from '#features/documents/server/create-document'
import { isSameOrigin } from '#features/documents/server/same-origin'
import { guestCookie, guestUserId } from '#features/guests/guest-cookie'

import { refuse } from '../refusals.ts'

/** Makes an empty document: 201 `{ id }`. */
export async function POST(request: NextRequest): Promise<Response> {
  const { config, store, collabServer } = appServices()
  if (!isSameOrigin(request.headers, config)) return refuse('foreignOrigin')
  const userId = guestUserId(request.cookies.get(guestCookie)?.value)
  if (userId === null) return refuse('guestUnknown')
  const created = await createDocument(store.documents, collabServer, userId)
  if (created.outcome === 'collabUnavailable') {
    console.error('could not create a document: the collab server did not answer', created.cause)
    return refuse('collabUnavailable')
  }
  return Response.json({ id: created.id }, { status: 201 })
}
