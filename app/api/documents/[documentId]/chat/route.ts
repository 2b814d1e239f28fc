import type { NextRequest } from 'next/server'

import { readChatChanges, readChatPage } from '#features/chat/server/list-chat'
import { readChatText, readKey, readNumber } from '#features/chat/server/read-chat'

import { isAllowedWork } from '../../../allowed-work.ts'
import { withDocument } from '../../../document-request.ts'
import { readJsonBody } from '../../../json-body.ts'
import { tellFeed } from '../../../notify.ts'
import { refuse } from '../../../refusals.ts'
import { chatNotices } from './chat-notices.ts'

type Context = RouteContext<'/api/documents/[documentId]/chat'>

const minuteMs = 60_000
/** Faster than anybody talks. */
const mostInAMinute = 40

/** What was written beside a document: 200 `ChatPage`, `?before=` a message for older ones; `?after=` a change: 200 `ChatChanges`. */
export async function GET(request: NextRequest, context: Context): Promise<Response> {
  return withDocument(request, context, 'read', async ({ services, documentId, userId }) => {
    const { searchParams } = request.nextUrl
    const [before, after] = [searchParams.get('before'), searchParams.get('after')]
    const from = readNumber(after ?? before ?? '0')
    if (from === undefined) return refuse('badRequest')
    const { chat } = services.store
    const asked = { documentId, userId }
    const found =
      after === null
        ? await readChatPage(chat, asked, before === null ? null : from)
        : await readChatChanges(chat, asked, from)
    return Response.json(found, { headers: { 'cache-control': 'no-store' } })
  })
}

/** Writes a message `{ key, text, mentions? }`: 201 `{ id }`. Sent again with the same key it is there once. */
export async function POST(request: NextRequest, context: Context): Promise<Response> {
  return withDocument(request, context, 'chat', async ({ services, documentId, userId, askedAt }) => {
    const body = await readJsonBody(request)
    const [said, key] = [readChatText(body), readKey(body)]
    if (!said || key === undefined) return refuse('badRequest')
    const { chat } = services.store
    if ((await chat.countSince(userId, askedAt - minuteMs)) >= mostInAMinute) return refuse('tooManyRequests')
    if (!isAllowedWork(request, 'chatMessages')) return refuse('tooManyRequests')
    const message = { documentId, authorId: userId, key, ...said, createdAt: askedAt }
    const { mentions } = said
    const notices = await chatNotices(services, { documentId, actorId: userId, mentions, createdAt: askedAt })
    const { id, isNew, told } = await chat.post(message, notices)
    // Where it is sent again, this server may have stopped before anybody was told.
    const userIds = isNew ? told : notices.map((notice) => notice.userId)
    await Promise.all([
      tellFeed(services, { topic: `chat:${documentId}` }),
      userIds.length > 0 && tellFeed(services, { topic: 'notifications', userIds }),
    ])
    return Response.json({ id }, { status: 201, headers: { 'cache-control': 'no-store' } })
  })
}
