import { randomBytes } from 'node:crypto'
import type { NextRequest } from 'next/server'

import { accessVia } from '#access/document-token'
import { readShareId } from '#features/sharing/server/read-sharing'

import { announceAccess } from '../../../announce-access.ts'
import { withDocument } from '../../../document-request.ts'
import { readJsonBody } from '../../../json-body.ts'
import { presentShare, recordAccess } from '../../../record-access.ts'
import { notify } from '../../../notify.ts'
import { isWithinQuota } from '../../../quota.ts'
import { refuse } from '../../../refusals.ts'

/** Gives the document to somebody who was named and has an account `{ shareId }`; its owner becomes an editor. */
export async function PUT(
  request: NextRequest,
  context: RouteContext<'/api/documents/[documentId]/owner'>,
): Promise<Response> {
  return withDocument(request, context, 'manage', async ({ services, documentId, userId, askedAt }) => {
    const shareId = readShareId(await readJsonBody(request))
    if (shareId === undefined) return refuse('badRequest')
    const change = { from: userId, newShareId: randomBytes(12).toString('base64url'), now: askedAt }
    const { subject, subjectId } = await presentShare(services, documentId, shareId)
    const bytes = await services.store.administration.documentBytes(documentId)
    if (subjectId !== null && !(await isWithinQuota(services, subjectId, bytes)))
      return refuse('receiverQuotaReached')
    if (!(await services.store.shares.handOver(documentId, shareId, change))) return refuse('personUnknown')
    const event = { kind: 'owner', actorId: userId, subject, subjectId, toRole: 'owner' } as const
    await recordAccess(services, { documentId, ...event })
    await announceAccess(documentId, [accessVia.ownership, shareId, accessVia.address])
    const document = await services.store.documents.get(documentId)
    const about = { documentId, actorId: userId, createdAt: askedAt }
    await notify(services, { ...about, kind: 'ownership', userIds: document ? [document.ownerId] : [] })
    return new Response(null, { status: 204 })
  })
}
