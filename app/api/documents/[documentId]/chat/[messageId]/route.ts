import type { NextRequest } from 'next/server'

import { can } from '#access/roles'
import { readChatText, readNumber } from '#features/chat/server/read-chat'

import { isAllowedWork } from '../../../../allowed-work.ts'
import { withDocument } from '../../../../document-request.ts'
import { readJsonBody } from '../../../../json-body.ts'
import { tellFeed } from '../../../../notify.ts'
import { refuse } from '../../../../refusals.ts'

type Context = RouteContext<'/api/documents/[documentId]/chat/[messageId]'>

/** Writes one's own message anew `{ text, mentions? }`. Nobody is told again. */
export async function PATCH(request: NextRequest, context: Context): Promise<Response> {
  return withDocument(request, context, 'chat', async ({ services, documentId, userId, askedAt }) => {
    const said = readChatText(await readJsonBody(request))
    if (!said) return refuse('badRequest')
    if (!isAllowedWork(request, 'chatMessages')) return refuse('tooManyRequests')
    const id = readNumber((await context.params).messageId)
    const change = { authorId: userId, ...said, editedAt: askedAt }
    if (id === undefined || !(await services.store.chat.edit(documentId, id, change))) {
      return refuse('messageUnknown')
    }
    await tellFeed(services, { topic: `chat:${documentId}` })
    return new Response(null, { status: 204 })
  })
}

/** Deletes one's own message, or whosever in one's own document. */
export async function DELETE(request: NextRequest, context: Context): Promise<Response> {
  return withDocument(request, context, 'chat', async ({ services, documentId, userId, access }) => {
    const id = readNumber((await context.params).messageId)
    const author = can(access.role, 'manage') ? null : userId
    if (id === undefined || !(await services.store.chat.remove(documentId, id, author))) {
      return refuse('messageUnknown')
    }
    await tellFeed(services, { topic: `chat:${documentId}` })
    return new Response(null, { status: 204 })
  })
}
