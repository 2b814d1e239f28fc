import type { NextRequest } from 'next/server'

import { accessVia } from '#access/document-token'
import type { AppServices } from '#features/documents/server/app-services'
import type { LinkRole } from '#features/sharing/link-role'
import { readLinkRole } from '#features/sharing/server/read-sharing'

import { announceAccess } from '../../../../announce-access.ts'
import { withDocument } from '../../../../document-request.ts'
import { readJsonBody } from '../../../../json-body.ts'
import { recordAccess } from '../../../../record-access.ts'
import { refuse } from '../../../../refusals.ts'

type Context = RouteContext<'/api/documents/[documentId]/links/[linkId]'>

/** Gives a link another role `{ role }`, with everybody who came by it. */
export async function PATCH(request: NextRequest, context: Context): Promise<Response> {
  return withDocument(request, context, 'manage', async ({ services, documentId, userId }) => {
    const role = readLinkRole(await readJsonBody(request))
    if (!role) return refuse('badRequest')
    const { linkId } = await context.params
    const fromRole = await roleOf(services, documentId, linkId)
    if (!(await services.store.links.setRole(documentId, linkId, role))) return refuse('linkUnknown')
    const event = { kind: 'linkRole', actorId: userId, subjectId: linkId, fromRole, toRole: role } as const
    await recordAccess(services, { documentId, ...event })
    // Also those for whom the address gave more than the link until now.
    await announceAccess(documentId, [linkId, accessVia.address])
    return new Response(null, { status: 204 })
  })
}

/** Takes a link back, and with it what it gave. */
export async function DELETE(request: NextRequest, context: Context): Promise<Response> {
  return withDocument(request, context, 'manage', async ({ services, documentId, userId }) => {
    const { linkId } = await context.params
    const fromRole = await roleOf(services, documentId, linkId)
    if (!(await services.store.links.remove(documentId, linkId))) return refuse('linkUnknown')
    const event = { kind: 'linkRevoked', actorId: userId, subjectId: linkId, fromRole } as const
    await recordAccess(services, { documentId, ...event })
    await announceAccess(documentId, [linkId])
    return new Response(null, { status: 204 })
  })
}

/** What a link gives until now, for the log. */
async function roleOf({ store }: AppServices, documentId: string, linkId: string): Promise<LinkRole | null> {
  const links = await store.links.ofDocument(documentId)
  return links.find(({ id }) => id === linkId)?.role ?? null
}
