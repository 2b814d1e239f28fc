import type { NextRequest } from 'next/server'

import { withDocument } from '../../../../../document-request.ts'
import { tellFeed } from '../../../../../notify.ts'

/** Notes that one has read a thread: what one was told of it one knows, on all one's devices. */
export async function PUT(
  request: NextRequest,
  context: RouteContext<'/api/documents/[documentId]/comments/[threadId]/read'>,
): Promise<Response> {
  return withDocument(request, context, 'read', async ({ services, documentId, userId, askedAt }) => {
    const { threadId } = await context.params
    if (await services.store.notifications.markReadAbout(userId, documentId, threadId, askedAt)) {
      await tellFeed(services, { topic: 'notifications', userIds: [userId] })
    }
    return new Response(null, { status: 204 })
  })
}
