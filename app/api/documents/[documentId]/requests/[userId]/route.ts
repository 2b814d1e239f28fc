import { randomBytes } from 'node:crypto'
import type { NextRequest } from 'next/server'

import { readLinkRole } from '#features/sharing/server/read-sharing'

import { withDocument } from '../../../../document-request.ts'
import { readJsonBody } from '../../../../json-body.ts'
import { refuse } from '../../../../refusals.ts'

type Context = RouteContext<'/api/documents/[documentId]/requests/[userId]'>

/** Lets somebody who asked in, with a role `{ role }`. */
export async function PUT(request: NextRequest, context: Context): Promise<Response> {
  return withDocument(
    request,
    context,
    'manage',
    async ({ services, documentId, userId: givenBy, askedAt }) => {
      const role = readLinkRole(await readJsonBody(request))
      if (!role) return refuse('badRequest')
      const { userId } = await context.params
      const share = { id: randomBytes(12).toString('base64url'), role, givenBy, createdAt: askedAt }
      const isGranted = await services.store.accessRequests.grant(documentId, userId, share)
      return isGranted ? new Response(null, { status: 204 }) : refuse('personUnknown')
    },
  )
}

/** Does not let them in. They are not told. */
export async function DELETE(request: NextRequest, context: Context): Promise<Response> {
  return withDocument(request, context, 'manage', async ({ services, documentId, askedAt }) => {
    const { userId } = await context.params
    const isDeclined = await services.store.accessRequests.decline(documentId, userId, askedAt)
    return isDeclined ? new Response(null, { status: 204 }) : refuse('personUnknown')
  })
}
