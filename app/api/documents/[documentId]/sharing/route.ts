import type { NextRequest } from 'next/server'

import { accessVia } from '#access/document-token'
import { readGeneralRole } from '#features/sharing/server/read-sharing'
import { sharingOverview } from '#features/sharing/server/sharing-overview'

import { announceAccess } from '../../../announce-access.ts'
import { withDocument } from '../../../document-request.ts'
import { readJsonBody } from '../../../json-body.ts'
import { recordAccess } from '../../../record-access.ts'
import { refuse } from '../../../refusals.ts'

type Context = RouteContext<'/api/documents/[documentId]/sharing'>

/** Who may do what: 200 `SharingOverview`. */
export async function GET(request: NextRequest, context: Context): Promise<Response> {
  return withDocument(request, context, 'read', async ({ services, userId, access, askedAt }) => {
    const { document, role } = access
    const overview = await sharingOverview(services.store, document, { userId, role }, askedAt)
    return Response.json(overview, { headers: { 'cache-control': 'no-store' } })
  })
}

/** What everybody who knows the address may do: `{ generalRole }`, null for nothing. */
export async function PUT(request: NextRequest, context: Context): Promise<Response> {
  return withDocument(request, context, 'manage', async ({ services, documentId, userId, access }) => {
    const generalRole = readGeneralRole(await readJsonBody(request))
    if (generalRole === undefined) return refuse('badRequest')
    await services.store.documents.setGeneralRole(documentId, generalRole)
    const { generalRole: fromRole } = access.document
    const event = { kind: 'address', actorId: userId, fromRole, toRole: generalRole } as const
    if (fromRole !== generalRole) await recordAccess(services, { documentId, ...event })
    await announceAccess(documentId, [accessVia.address])
    return new Response(null, { status: 204 })
  })
}
