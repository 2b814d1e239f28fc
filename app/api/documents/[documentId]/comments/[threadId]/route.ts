import type { NextRequest } from 'next/server'

import { readCommentKey, readCommentText } from '#features/comments/server/read-comment'
import { CollabUnavailableError } from '#features/documents/server/collab-server-client'

import { isAllowedWork } from '../../../../allowed-work.ts'
import { withDocument } from '../../../../document-request.ts'
import { readJsonBody } from '../../../../json-body.ts'
import { notify } from '../../../../notify.ts'
import { refuse } from '../../../../refusals.ts'
import { commentNotices } from '../comment-notices.ts'
import { mostCommentsOfThread } from '../most-comments.ts'
import { tellComments, tellPosted } from '../tell-comments.ts'
import { writersOf } from '../thread-writers.ts'
import { isTooMany } from '../too-many-comments.ts'

type Context = RouteContext<'/api/documents/[documentId]/comments/[threadId]'>

/** Answers in a thread `{ key, text, mentions? }`: 201 `{ id }`. Sent again with the same key it is there once. */
export async function POST(request: NextRequest, context: Context): Promise<Response> {
  return withDocument(request, context, 'comment', async (allowed) => {
    const { services, documentId, userId, askedAt } = allowed
    const body = await readJsonBody(request)
    const [said, key] = [readCommentText(body), readCommentKey(body)]
    if (!said || key === undefined) return refuse('badRequest')
    const { comments } = services.store
    if (await isTooMany(request, comments, allowed)) return refuse('tooManyRequests')
    const thread = await comments.thread(documentId, (await context.params).threadId)
    if (!thread) return refuse('commentUnknown')
    const concerned = { userIds: writersOf(thread), kind: 'commentReply' } as const
    const about = { documentId, subject: thread.id, actorId: userId, createdAt: askedAt }
    const notices = await commentNotices(services, { ...about, mentions: said.mentions, concerned })
    const comment = { documentId, threadId: thread.id, authorId: userId, key, ...said, createdAt: askedAt }
    const posted = await comments.reply(comment, notices, mostCommentsOfThread)
    if (posted === 'full') return refuse('threadFull')
    if (!posted) return refuse('commentUnknown')
    await tellPosted(services, documentId, posted, notices)
    return Response.json({ id: posted.id }, { status: 201, headers: { 'cache-control': 'no-store' } })
  })
}

/** Resolves a thread or opens it again `{ resolved }`; done again it changes nothing. */
export async function PATCH(request: NextRequest, context: Context): Promise<Response> {
  return withDocument(request, context, 'comment', async ({ services, documentId, userId, askedAt }) => {
    const { resolved } = ((await readJsonBody(request)) ?? {}) as { resolved?: unknown }
    if (typeof resolved !== 'boolean') return refuse('badRequest')
    if (!isAllowedWork(request, 'comments')) return refuse('tooManyRequests')
    const { comments } = services.store
    const thread = await comments.thread(documentId, (await context.params).threadId)
    if (!thread) return refuse('commentUnknown')
    const by = resolved ? { by: userId, at: askedAt } : null
    if (await comments.setResolved(documentId, thread.id, by)) {
      await tellComments(services, documentId)
      const about = { documentId, subject: thread.id, actorId: userId, createdAt: askedAt }
      if (resolved) await notify(services, { ...about, kind: 'commentResolved', userIds: writersOf(thread) })
    }
    return new Response(null, { status: 204 })
  })
}

/** Deletes a thread with all that was said in it, whoever said it. */
export async function DELETE(request: NextRequest, context: Context): Promise<Response> {
  return withDocument(request, context, 'manage', async ({ services, documentId, userId }) => {
    const { threadId } = await context.params
    if (!(await services.store.comments.removeThread(documentId, threadId))) return refuse('commentUnknown')
    await tellComments(services, documentId)
    try {
      await services.collabServer.unmarkComment(documentId, { thread: threadId, userId })
    } catch (error) {
      // Marks of a thread that is not there are shown to nobody.
      if (!(error instanceof CollabUnavailableError)) throw error
      console.error('the marks of a deleted thread stay in the text', error.cause)
    }
    return new Response(null, { status: 204 })
  })
}
