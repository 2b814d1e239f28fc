import type { NextRequest } from 'next/server'

import { readNumber } from '#features/chat/server/read-chat'
import type { NotificationKind } from '#features/notifications/notification-kinds'

import { withDocument } from '../../../../document-request.ts'
import { readJsonBody } from '../../../../json-body.ts'
import { tellFeed } from '../../../../notify.ts'
import { refuse } from '../../../../refusals.ts'

/** What one was told of a chat, one knows after reading it. */
const kindsRead: readonly NotificationKind[] = ['chat', 'chatMention']

/** Notes up to which message one has read `{ through }`, on all one's devices. */
export async function PUT(
  request: NextRequest,
  context: RouteContext<'/api/documents/[documentId]/chat/read'>,
): Promise<Response> {
  return withDocument(request, context, 'read', async ({ services, documentId, userId, askedAt }) => {
    const { through } = ((await readJsonBody(request)) ?? {}) as { through?: unknown }
    const id = readNumber(through)
    if (id === undefined) return refuse('badRequest')
    const { chat, notifications } = services.store
    if (await chat.markRead(userId, documentId, id)) {
      await tellFeed(services, { topic: `chat:${documentId}`, userIds: [userId] })
    }
    if (await notifications.markReadOf(userId, documentId, kindsRead, askedAt)) {
      await tellFeed(services, { topic: 'notifications', userIds: [userId] })
    }
    return new Response(null, { status: 204 })
  })
}
