import type { NextRequest } from 'next/server'

import { announceAccess } from '../../../announce-access.ts'
import { withDocument } from '../../../document-request.ts'
import { recordAccess } from '../../../record-access.ts'
import { refuse } from '../../../refusals.ts'

/** Gives up what one was given in a document, by name and by links, and takes it out of one's list. */
export async function DELETE(
  request: NextRequest,
  context: RouteContext<'/api/documents/[documentId]/me'>,
): Promise<Response> {
  return withDocument(request, context, 'read', async ({ services, documentId, userId, access }) => {
    if (access.document.ownerId === userId) return refuse('ownDocument')
    const given = await services.store.shares.leave(userId, documentId)
    if (given.length > 0) {
      await recordAccess(services, { documentId, kind: 'left', actorId: userId, fromRole: access.role })
      await announceAccess(documentId, given)
    }
    return new Response(null, { status: 204 })
  })
}
