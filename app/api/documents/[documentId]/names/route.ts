import type { NextRequest } from 'next/server'

import { withDocument } from '../../../document-request.ts'
import { refuse } from '../../../refusals.ts'

/** Of as many people's as nobody sees at once. */
const mostIds = 50
const maxIdLength = 200

/**
 * How people who have to do with this document want to be called, asked for by `?id=`, several times:
 * 200 `{ people: { id, name }[] }`, without those who told no name.
 */
export async function GET(
  request: NextRequest,
  context: RouteContext<'/api/documents/[documentId]/names'>,
): Promise<Response> {
  return withDocument(request, context, 'read', async ({ services, documentId }) => {
    const ids = request.nextUrl.searchParams.getAll('id')
    if (ids.length > mostIds || ids.some((id) => id.length > maxIdLength)) return refuse('badRequest')
    const { people } = services.store
    const named = await people.namesOf(await people.knowing(documentId, ids))
    return Response.json({ people: named }, { headers: { 'cache-control': 'no-store' } })
  })
}
