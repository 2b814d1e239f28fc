import type { NextRequest } from 'next/server'

import { issueToken } from '#features/documents/server/issue-token'

import { withDocument } from '../../../document-request.ts'

/** A fresh token for the collab server: 200 `{ token, expiresAt, role }`. */
export async function POST(
  request: NextRequest,
  context: RouteContext<'/api/documents/[documentId]/token'>,
): Promise<Response> {
  return withDocument(
    request,
    context,
    'read',
    async ({ services, documentId, identity, access, askedAt }) => {
      const { role, via, until } = access
      const { userId, sessionId } = identity
      const claims = { documentId, userId, role, via, sessionId, until }
      const issued = issueToken(services.collabSecret.signing(), claims, askedAt)
      return Response.json(issued, { headers: { 'cache-control': 'no-store' } })
    },
  )
}
