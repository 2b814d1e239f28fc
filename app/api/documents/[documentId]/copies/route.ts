import type { NextRequest } from 'next/server'

import { can } from '#access/roles'
import { copyDocument } from '#features/documents/server/copy-document'
import { maxTitleLength } from '#schema/title-length'

import { isAllowedUpload, isAllowedWork, leastUploadBytes } from '../../../allowed-work.ts'
import { withDocument } from '../../../document-request.ts'
import { authorOf } from '../../../guest-request.ts'
import { readJsonBody } from '../../../json-body.ts'
import { isWithinQuota } from '../../../quota.ts'
import { refuse } from '../../../refusals.ts'

/** Makes a copy of one's own, called `{ title }`, or by its first heading where that is empty; a template with `{ asTemplate: true }`: 201 `{ id }`. */
export async function POST(
  request: NextRequest,
  context: RouteContext<'/api/documents/[documentId]/copies'>,
): Promise<Response> {
  return withDocument(request, context, 'read', async ({ services, documentId, identity, askedAt }) => {
    if (!can(identity.most, 'manage')) return refuse('accountNeeded')
    const body = (await readJsonBody(request)) as { title?: unknown; asTemplate?: unknown } | null | undefined
    if (typeof body?.title !== 'string') return refuse('badRequest')
    if (!isAllowedWork(request, 'documents')) return refuse('tooManyRequests')
    const images = await services.store.images.ofDocument(documentId)
    const bytes = images.reduce((sum, { byteSize }) => sum + Math.max(byteSize, leastUploadBytes), 0)
    if (bytes > 0 && !isAllowedUpload(request, bytes)) return refuse('tooManyRequests')
    const kept = await services.store.administration.documentBytes(documentId)
    if (!(await isWithinQuota(services, identity.userId, kept))) return refuse('quotaReached')
    const wishes = {
      images,
      author: authorOf(identity),
      title: body.title.slice(0, maxTitleLength),
      isTemplate: body.asTemplate === true,
    }
    const copied = await copyDocument(services, documentId, wishes, askedAt)
    if (copied.outcome === 'collabUnavailable') {
      console.error('could not copy a document: the collab server did not answer', copied.cause)
      return refuse('collabUnavailable')
    }
    if (copied.outcome !== 'created') return refuse(copied.outcome)
    return Response.json({ id: copied.id }, { status: 201 })
  })
}
