import type { NextRequest } from 'next/server'

import { mentionChoices } from '#features/documents/server/mention-choices'

import { withDocument } from '../../../document-request.ts'

/** Whom and what may be named in this document, for what was written behind the sign `?q=`: 200 `MentionChoices`. */
export async function GET(
  request: NextRequest,
  context: RouteContext<'/api/documents/[documentId]/mentions'>,
): Promise<Response> {
  return withDocument(request, context, 'write', async ({ services, userId, access, askedAt }) => {
    const text = (request.nextUrl.searchParams.get('q') ?? '').slice(0, 100)
    const { document, role } = access
    const choices = await mentionChoices(services, document, { userId, role }, text, askedAt)
    return Response.json(choices, { headers: { 'cache-control': 'no-store' } })
  })
}
