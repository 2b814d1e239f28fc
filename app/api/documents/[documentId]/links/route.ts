import type { NextRequest } from 'next/server'

import { readNewLink } from '#features/sharing/server/read-sharing'
import { createLink } from '#features/sharing/server/share-links'

import { inPasswordTurn, isAllowedWork } from '../../../allowed-work.ts'
import { withDocument } from '../../../document-request.ts'
import { readJsonBody } from '../../../json-body.ts'
import { recordAccess } from '../../../record-access.ts'
import { refuse } from '../../../refusals.ts'

/** Makes a link `{ role, expiresAt?, password? }`: 201 `{ id, path }`, the only time its secret is told. */
export async function POST(
  request: NextRequest,
  context: RouteContext<'/api/documents/[documentId]/links'>,
): Promise<Response> {
  return withDocument(request, context, 'manage', async ({ services, documentId, userId, askedAt }) => {
    const wanted = readNewLink(await readJsonBody(request), askedAt)
    if (!wanted) return refuse('badRequest')
    if (!isAllowedWork(request, 'links')) return refuse('tooManyRequests')
    const link = await inPasswordTurn(request, () =>
      createLink(services.store.links, documentId, wanted, askedAt),
    )
    if (link === 'tooMany') return refuse('tooManyRequests')
    if (!link) return refuse('tooManyLinks')
    const event = { kind: 'linkMade', actorId: userId, subjectId: link.id, toRole: wanted.role } as const
    await recordAccess(services, { documentId, ...event })
    const headers = { 'cache-control': 'no-store' }
    return Response.json({ id: link.id, path: `/s/${link.secret}` }, { status: 201, headers })
  })
}
