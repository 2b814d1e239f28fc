import { randomBytes } from 'node:crypto'
import type { NextRequest } from 'next/server'

import { readLinkRole } from '#features/sharing/server/read-sharing'

import { withDocument } from '../../../../document-request.ts'
import { readJsonBody } from '../../../../json-body.ts'
import { recordAccess } from '../../../../record-access.ts'
import { notify } from '../../../../notify.ts'
import { refuse } from '../../../../refusals.ts'

type Context = RouteContext<'/api/documents/[documentId]/requests/[userId]'>

/** Lets somebody who asked in, with a role `{ role }`. */
export async function PUT(request: NextRequest, context: Context): Promise<Response> {
  return withDocument(
    request,
    context,
    'manage',
    async ({ services, documentId, userId: givenBy, askedAt }) => {
      const role = readLinkRole(await readJsonBody(request))
      if (!role) return refuse('badRequest')
      const { userId } = await context.params
      const share = { id: randomBytes(12).toString('base64url'), role, givenBy, createdAt: askedAt }
      const isGranted = await services.store.accessRequests.grant(documentId, userId, share)
      if (!isGranted) return refuse('personUnknown')
      const event = { kind: 'letIn', actorId: givenBy, subjectId: userId, toRole: role } as const
      await recordAccess(services, { documentId, ...event })
      const about = { documentId, actorId: givenBy, createdAt: askedAt }
      await notify(services, { ...about, kind: 'accessGranted', userIds: [userId] })
      return new Response(null, { status: 204 })
    },
  )
}

/** Does not let them in. They are not told. */
export async function DELETE(request: NextRequest, context: Context): Promise<Response> {
  return withDocument(
    request,
    context,
    'manage',
    async ({ services, documentId, userId: actorId, askedAt }) => {
      const { userId } = await context.params
      const isDeclined = await services.store.accessRequests.decline(documentId, userId, askedAt)
      if (!isDeclined) return refuse('personUnknown')
      await recordAccess(services, { documentId, kind: 'declined', actorId, subjectId: userId })
      return new Response(null, { status: 204 })
    },
  )
}
