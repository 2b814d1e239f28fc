import type { NextRequest } from 'next/server'

import { announceAccess } from '../../../announce-access.ts'
import { withDocument, withTrashedDocument } from '../../../document-request.ts'
import { recordAccess } from '../../../record-access.ts'

type Context = RouteContext<'/api/documents/[documentId]/trash'>

/** Puts it in the trash, and sends away whoever has it open. */
export async function PUT(request: NextRequest, context: Context): Promise<Response> {
  return withDocument(request, context, 'manage', async ({ services, documentId, userId, askedAt }) => {
    await services.store.documents.setTrashed(documentId, askedAt)
    await recordAccess(services, { documentId, kind: 'trashed', actorId: userId })
    await announceAccess(documentId)
    return new Response(null, { status: 204 })
  })
}

/** Takes it out of the trash, as it was. */
export async function DELETE(request: NextRequest, context: Context): Promise<Response> {
  return withTrashedDocument(request, context, async ({ services, documentId, userId }) => {
    await services.store.documents.setTrashed(documentId, null)
    await recordAccess(services, { documentId, kind: 'restored', actorId: userId })
    return new Response(null, { status: 204 })
  })
}
