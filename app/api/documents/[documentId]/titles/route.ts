import type { NextRequest } from 'next/server'

import { documentTitles } from '#features/documents/server/mention-choices'

import { withDocument } from '../../../document-request.ts'

/** What documents that this one names are called now, `?id=` once each: 200 `DocumentTitles`. */
export async function GET(
  request: NextRequest,
  context: RouteContext<'/api/documents/[documentId]/titles'>,
): Promise<Response> {
  return withDocument(request, context, 'read', async ({ services, identity, askedAt }) => {
    const ids = request.nextUrl.searchParams.getAll('id')
    const asker = { userId: identity.userId, most: identity.most }
    const titles = await documentTitles(services, ids, asker, askedAt)
    return Response.json(titles, { headers: { 'cache-control': 'no-store' } })
  })
}
