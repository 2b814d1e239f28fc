import type { NextRequest } from 'next/server'

import { declinedRestMs } from '#features/sharing/access-request'
import { readMessage } from '#features/sharing/server/read-sharing'

import { mailAccessRequest } from '../../../../share-mail.ts'
import { isAllowedWork } from '../../../allowed-work.ts'
import { withClosedDocument } from '../../../document-request.ts'
import { readJsonBody } from '../../../json-body.ts'
import { notify } from '../../../notify.ts'
import { refuse } from '../../../refusals.ts'

/** Beyond so many the owner would find nobody any more. */
const mostWaiting = 50

/** Asks the owner to be let in `{ message? }`: 204, also where it is not heard, so that nobody learns that they were declined. */
export async function POST(
  request: NextRequest,
  context: RouteContext<'/api/documents/[documentId]/requests'>,
): Promise<Response> {
  return withClosedDocument(request, context, async ({ services, documentId, identity, askedAt }) => {
    const message = readMessage(await readJsonBody(request))
    if (message === undefined) return refuse('badRequest')
    if (!isAllowedWork(request, 'requests')) return refuse('tooManyRequests')
    const { accessRequests } = services.store
    const { userId } = identity
    const declinedSince = askedAt - declinedRestMs
    const isNew = !(await accessRequests.hasAsked(documentId, userId, declinedSince))
    // One address, as guest after guest, leaves room for others.
    if (isNew && !isAllowedWork(request, 'requestsOfDocument', 1, documentId))
      return refuse('tooManyRequests')
    const limits = { declinedSince, most: mostWaiting }
    const isHeard = await accessRequests.ask({ documentId, userId, message, askedAt }, limits)
    if (isHeard && isNew) {
      const document = await services.store.documents.get(documentId)
      const about = { documentId, actorId: userId, createdAt: askedAt }
      const userIds = document ? [document.ownerId] : []
      await notify(services, { ...about, kind: 'accessRequest', userIds })
      await mailAccessRequest(services, { documentId, identity, message }, request.headers)
    }
    return new Response(null, { status: 204 })
  })
}
