import type { NextRequest } from 'next/server'

import { accessVia } from '#access/document-token'
import { readLinkRole } from '#features/sharing/server/read-sharing'

import { announceAccess } from '../../../../announce-access.ts'
import { withDocument } from '../../../../document-request.ts'
import { readJsonBody } from '../../../../json-body.ts'
import { presentShare, recordAccess } from '../../../../record-access.ts'
import { refuse } from '../../../../refusals.ts'

type Context = RouteContext<'/api/documents/[documentId]/people/[shareId]'>

/** Gives somebody who was named another role `{ role }`. */
export async function PATCH(request: NextRequest, context: Context): Promise<Response> {
  return withDocument(request, context, 'manage', async ({ services, documentId, userId }) => {
    const role = readLinkRole(await readJsonBody(request))
    if (!role) return refuse('badRequest')
    const { shareId } = await context.params
    const present = await presentShare(services, documentId, shareId)
    if (!(await services.store.shares.setRole(documentId, shareId, role))) return refuse('personUnknown')
    await recordAccess(services, { documentId, kind: 'nameRole', actorId: userId, ...present, toRole: role })
    // Also those for whom the address gave more than their name until now.
    await announceAccess(documentId, [shareId, accessVia.address])
    return new Response(null, { status: 204 })
  })
}

/** Takes back what somebody was given by name. */
export async function DELETE(request: NextRequest, context: Context): Promise<Response> {
  return withDocument(request, context, 'manage', async ({ services, documentId, userId }) => {
    const { shareId } = await context.params
    const present = await presentShare(services, documentId, shareId)
    if (!(await services.store.shares.remove(documentId, shareId))) return refuse('personUnknown')
    await recordAccess(services, { documentId, kind: 'nameRemoved', actorId: userId, ...present })
    await announceAccess(documentId, [shareId])
    return new Response(null, { status: 204 })
  })
}
