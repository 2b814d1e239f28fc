import type { NextRequest } from 'next/server'

import { readCommentChanges } from '#features/comments/server/list-comments'
import {
  type NewThread,
  readCommentKey,
  readCommentNumber,
  readCommentText,
  readNewThread,
} from '#features/comments/server/read-comment'
import type { AppServices } from '#features/documents/server/app-services'
import { CollabUnavailableError } from '#features/documents/server/collab-server-client'

import { withDocument } from '../../../document-request.ts'
import { readJsonBody } from '../../../json-body.ts'
import { refuse, type RefusalCode } from '../../../refusals.ts'
import { commentNotices } from './comment-notices.ts'
import { mostThreads } from './most-comments.ts'
import { tellPosted } from './tell-comments.ts'
import { isTooMany } from './too-many-comments.ts'

type Context = RouteContext<'/api/documents/[documentId]/comments'>

/** The threads of a document that changed after `?after=` a change, all of them without: 200 `CommentChanges`. */
export async function GET(request: NextRequest, context: Context): Promise<Response> {
  return withDocument(request, context, 'read', async ({ services, documentId, userId }) => {
    const after = readCommentNumber(request.nextUrl.searchParams.get('after') ?? '0')
    if (after === undefined) return refuse('badRequest')
    const changes = await readCommentChanges(services.store.comments, { documentId, userId }, after)
    return Response.json(changes, { headers: { 'cache-control': 'no-store' } })
  })
}

/**
 * Begins a thread `{ thread, place, key, text, mentions? }`, `thread` a fresh id and `place` null for the whole
 * document: 201 `{ id }`. Sent again with the same key it is there once.
 */
export async function POST(request: NextRequest, context: Context): Promise<Response> {
  return withDocument(request, context, 'comment', async (allowed) => {
    const { services, documentId, userId, askedAt, access } = allowed
    const body = await readJsonBody(request)
    const [asked, said, key] = [readNewThread(body), readCommentText(body), readCommentKey(body)]
    if (!asked || !said || key === undefined) return refuse('badRequest')
    const { comments } = services.store
    if (await isTooMany(request, comments, allowed)) return refuse('tooManyRequests')
    const { threadId } = asked
    const present = await comments.whose(threadId)
    if (present && (present.documentId !== documentId || present.createdBy !== userId))
      return refuse('badRequest')
    if (present?.isDeleted) return refuse('commentUnknown')
    if (!present && (await comments.countThreads(documentId)) >= mostThreads) return refuse('tooManyComments')
    // First the text: a thread that is not about anything would say that it is gone. Sent again, it has its place.
    const placed = present ? { quote: null } : await place(services, { documentId, userId, ...asked })
    if (typeof placed === 'string') return refuse(placed)
    const concerned = { userIds: [access.document.ownerId], kind: 'comment' } as const
    const about = { documentId, subject: threadId, actorId: userId, createdAt: askedAt }
    const notices = await commentNotices(services, { ...about, mentions: said.mentions, concerned })
    const comment = { documentId, threadId, authorId: userId, key, ...said, createdAt: askedAt }
    const posted = await comments.start(comment, placed.quote, notices)
    if (!posted) return refuse('badRequest')
    await tellPosted(services, documentId, posted, notices)
    return Response.json({ id: posted.id }, { status: 201, headers: { 'cache-control': 'no-store' } })
  })
}

/** Has the text marked, as far as it is there; a code where that is refused. */
async function place(
  { collabServer }: Pick<AppServices, 'collabServer'>,
  asked: NewThread & { documentId: string; userId: string },
): Promise<RefusalCode | { readonly quote: string | null }> {
  const { documentId, userId, threadId: thread, place } = asked
  if (!place) return { quote: null }
  const { quote, ...range } = place
  try {
    const answer = await collabServer.markComment(documentId, { thread, userId, ...range })
    if (!answer) return 'gone'
    // By the words of the document, and not by those that somebody says it had, unless they are gone.
    if (answer.outcome === 'marked') return { quote: answer.quote }
    if (answer.outcome === 'gone') return { quote }
    return answer.outcome === 'full' ? 'documentFull' : 'badRequest'
  } catch (error) {
    if (!(error instanceof CollabUnavailableError)) throw error
    console.error('the text of a comment was not marked', error.cause)
    return 'collabUnavailable'
  }
}
