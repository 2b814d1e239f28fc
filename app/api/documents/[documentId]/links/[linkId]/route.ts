import type { NextRequest } from 'next/server'

import { accessVia } from '#access/document-token'
import { readLinkRole } from '#features/sharing/server/read-sharing'

import { announceAccess } from '../../../../announce-access.ts'
import { withDocument } from '../../../../document-request.ts'
import { readJsonBody } from '../../../../json-body.ts'
import { refuse } from '../../../../refusals.ts'

type Context = RouteContext<'/api/documents/[documentId]/links/[linkId]'>

/** Gives a link another role `{ role }`, with everybody who came by it. */
export async function PATCH(request: NextRequest, context: Context): Promise<Response> {
  return withDocument(request, context, 'manage', async ({ services, documentId }) => {
    const role = readLinkRole(await readJsonBody(request))
    if (!role) return refuse('badRequest')
    const { linkId } = await context.params
    if (!(await services.store.links.setRole(documentId, linkId, role))) return refuse('linkUnknown')
    // Also those for whom the address gave more than the link until now.
    await announceAccess(services, documentId, [linkId, accessVia.address])
    return new Response(null, { status: 204 })
  })
}

/** Takes a link back, and with it what it gave. */
export async function DELETE(request: NextRequest, context: Context): Promise<Response> {
  return withDocument(request, context, 'manage', async ({ services, documentId }) => {
    const { linkId } = await context.params
    if (!(await services.store.links.remove(documentId, linkId))) return refuse('linkUnknown')
    await announceAccess(services, documentId, [linkId])
    return new Response(null, { status: 204 })
  })
}
