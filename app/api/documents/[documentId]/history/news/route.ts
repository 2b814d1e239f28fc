import type { NextRequest } from 'next/server'

import { CollabUnavailableError } from '#features/documents/server/collab-server-client'

import { isAllowedWork } from '../../../../allowed-work.ts'
import { withDocument } from '../../../../document-request.ts'
import { refuse } from '../../../../refusals.ts'

const mostPeople = 20

/** What others have written since `?since=`, in milliseconds: 200 `{ edits, people }`, with the names of those who told. */
export async function GET(
  request: NextRequest,
  context: RouteContext<'/api/documents/[documentId]/history/news'>,
): Promise<Response> {
  return withDocument(request, context, 'history', async ({ services, documentId, userId }) => {
    const since = request.nextUrl.searchParams.get('since') ?? ''
    if (!/^\d{1,15}$/.test(since)) return refuse('badRequest')
    if (!isAllowedWork(request, 'histories')) return refuse('tooManyRequests')
    try {
      const found = await services.collabServer.editsSince(documentId, Number(since), userId)
      if (!found) return refuse('gone')
      const ids = found.people.slice(0, mostPeople)
      const names = new Map((await services.store.people.namesOf(ids)).map(({ id, name }) => [id, name]))
      const people = ids.flatMap((id) => names.get(id) ?? [])
      return Response.json({ edits: found.edits, people }, { headers: { 'cache-control': 'no-store' } })
    } catch (error) {
      if (!(error instanceof CollabUnavailableError)) throw error
      return refuse('collabUnavailable')
    }
  })
}
