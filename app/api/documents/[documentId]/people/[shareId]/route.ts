import type { NextRequest } from 'next/server'

import { accessVia } from '#access/document-token'
import { readLinkRole } from '#features/sharing/server/read-sharing'

import { announceAccess } from '../../../../announce-access.ts'
import { withDocument } from '../../../../document-request.ts'
import { readJsonBody } from '../../../../json-body.ts'
import { refuse } from '../../../../refusals.ts'

type Context = RouteContext<'/api/documents/[documentId]/people/[shareId]'>

/** Gives somebody who was named another role `{ role }`. */
export async function PATCH(request: NextRequest, context: Context): Promise<Response> {
  return withDocument(request, context, 'manage', async ({ services, documentId }) => {
    const role = readLinkRole(await readJsonBody(request))
    if (!role) return refuse('badRequest')
    const { shareId } = await context.params
    if (!(await services.store.shares.setRole(documentId, shareId, role))) return refuse('personUnknown')
    // Also those for whom the address gave more than their name until now.
    await announceAccess(services, documentId, [shareId, accessVia.address])
    return new Response(null, { status: 204 })
  })
}

/** Takes back what somebody was given by name. */
export async function DELETE(request: NextRequest, context: Context): Promise<Response> {
  return withDocument(request, context, 'manage', async ({ services, documentId }) => {
    const { shareId } = await context.params
    if (!(await services.store.shares.remove(documentId, shareId))) return refuse('personUnknown')
    await announceAccess(services, documentId, [shareId])
    return new Response(null, { status: 204 })
  })
}
