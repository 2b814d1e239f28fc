import type { NextRequest } from 'next/server'

import { authorizeDocument } from '#features/documents/server/authorize-document'
import { refreshProjections } from '#features/documents/server/refresh-projections'
import { type AskAbout, listNotifications } from '#features/notifications/server/list-notifications'

import { withGuest } from '../guest-request.ts'

/** What concerns whoever asks, of documents that they may open now: 200 `NotificationList`. */
export async function GET(request: NextRequest): Promise<Response> {
  return withGuest(request, async ({ services: { store, collabServer }, userId, identity: { most } }) => {
    // Whom documents name comes with what lists show of them.
    await refreshProjections(store.documents, collabServer)
    const now = Date.now()
    const askAbout: AskAbout = async (documentId, action) => {
      const access = await authorizeDocument(store, { documentId, userId, most }, action, now)
      return access.outcome === 'granted' ? { title: access.document.title } : null
    }
    const list = await listNotifications(store.notifications, userId, askAbout, now)
    return Response.json(list, { headers: { 'cache-control': 'no-store' } })
  })
}
