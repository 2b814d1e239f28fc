import type { NextRequest } from 'next/server'

import { readWatchLevel } from '#features/notifications/server/read-requests'

import { withDocument } from '../../../document-request.ts'
import { readJsonBody } from '../../../json-body.ts'
import { refuse } from '../../../refusals.ts'

type Context = RouteContext<'/api/documents/[documentId]/watch'>

/** Of what in this document one wants to hear: 200 `WatchState`. */
export async function GET(request: NextRequest, context: Context): Promise<Response> {
  return withDocument(request, context, 'read', async ({ services, documentId, userId }) => {
    const level = await services.store.notifications.watchLevel(userId, documentId)
    return Response.json({ level }, { headers: { 'cache-control': 'no-store' } })
  })
}

/** Changes it `{ level }`. */
export async function PUT(request: NextRequest, context: Context): Promise<Response> {
  return withDocument(request, context, 'read', async ({ services, documentId, userId }) => {
    const level = readWatchLevel(await readJsonBody(request))
    if (!level) return refuse('badRequest')
    await services.store.notifications.setWatchLevel(userId, documentId, level)
    return new Response(null, { status: 204 })
  })
}
