import type { NextRequest } from 'next/server'

import type { AccessLogEntry } from '#features/sharing/access-log-entry'

import { withDocument } from '../../../document-request.ts'

const shownEvents = 200

/** Who gave and took access to the document, the newest first: 200 `{ entries: AccessLogEntry[] }`. */
export async function GET(
  request: NextRequest,
  context: RouteContext<'/api/documents/[documentId]/access-log'>,
): Promise<Response> {
  return withDocument(request, context, 'manage', async ({ services, documentId }) => {
    const events = await services.store.accessLog.ofDocument(documentId, shownEvents)
    const entries: AccessLogEntry[] = events.map(
      ({ id, at, kind, actorName, subject, subjectName, fromRole, toRole }) => ({
        id,
        at,
        kind,
        actor: actorName,
        // The address that the owner wrote first: whose it is they learn when somebody comes.
        subject: subject ?? subjectName,
        from: fromRole,
        to: toRole,
      }),
    )
    return Response.json({ entries }, { headers: { 'cache-control': 'no-store' } })
  })
}
