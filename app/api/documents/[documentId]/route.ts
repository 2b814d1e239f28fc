import type { NextRequest } from 'next/server'

import { CollabUnavailableError } from '#features/documents/server/collab-server-client'
import { readFolderId } from '#features/documents/server/read-folder'
import { deleteDocument } from '#features/documents/server/delete-document'

import { withDocument, withTrashedDocument } from '../../document-request.ts'
import { readJsonBody } from '../../json-body.ts'
import { recordAccess } from '../../record-access.ts'
import { refuse } from '../../refusals.ts'

type Context = RouteContext<'/api/documents/[documentId]'>

/** Puts a star on it in one's own lists, or takes it off `{ starred }`; puts it in a folder of one's own `{ folderId }`, null for none. */
export async function PATCH(request: NextRequest, context: Context): Promise<Response> {
  return withDocument(request, context, 'read', async ({ services, documentId, userId, askedAt }) => {
    const body = (await readJsonBody(request)) as { starred?: unknown; folderId?: unknown } | null | undefined
    const folderId = readFolderId(body?.folderId)
    if (folderId !== undefined) {
      const isFiled = await services.store.folders.file(userId, documentId, folderId)
      return isFiled ? new Response(null, { status: 204 }) : refuse('folderUnknown')
    }
    if (typeof body?.starred !== 'boolean') return refuse('badRequest')
    await services.store.visits.setStarred(userId, documentId, body.starred ? askedAt : null)
    return new Response(null, { status: 204 })
  })
}

/** Deletes for good what is in the trash. */
export async function DELETE(request: NextRequest, context: Context): Promise<Response> {
  return withTrashedDocument(request, context, async ({ services, documentId, userId }) => {
    try {
      await deleteDocument(services, documentId, Date.now())
      await recordAccess(services, { documentId, kind: 'deleted', actorId: userId })
    } catch (error) {
      if (!(error instanceof CollabUnavailableError)) throw error
      console.error('could not delete a document: the collab server did not answer', error.cause)
      return refuse('collabUnavailable')
    }
    return new Response(null, { status: 204 })
  })
}
