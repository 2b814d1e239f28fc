import { randomBytes } from 'node:crypto'
import type { NextRequest } from 'next/server'

import { can } from '#access/roles'
import { readCommentKey, readCommentText } from '#features/comments/server/read-comment'
import type { AppServices } from '#features/documents/server/app-services'
import { readDecided, readSuggestionOf } from '#features/suggestions/suggestion-decision'

import { isAllowedWork } from '../../../../allowed-work.ts'
import { withDocument } from '../../../../document-request.ts'
import { readJsonBody } from '../../../../json-body.ts'
import { refuse } from '../../../../refusals.ts'
import { commentNotices } from '../comment-notices.ts'
import { mostCommentsOfThread, mostThreads } from '../most-comments.ts'
import { tellComments, tellPosted } from '../tell-comments.ts'
import { writersOf } from '../thread-writers.ts'
import { isTooMany } from '../too-many-comments.ts'

type Context = RouteContext<'/api/documents/[documentId]/comments/suggestions'>

/** Decisions of which nobody said anything, of one document: as far back as anybody looks through. */
const mostDecisions = 1_000

/**
 * Says something of a suggestion `{ suggestion: { id, by }, key, text, mentions? }`: 201 `{ id }`. Sent again with the
 * same key it is there once. That there is such a suggestion is not looked up: it may not have reached the server yet.
 */
export async function POST(request: NextRequest, context: Context): Promise<Response> {
  return withDocument(request, context, 'comment', async (allowed) => {
    const { services, documentId, userId, askedAt } = allowed
    const body = await readJsonBody(request)
    const [said, key] = [readCommentText(body), readCommentKey(body)]
    const about = readSuggestionOf(((body ?? {}) as { suggestion?: unknown }).suggestion)
    if (!said || key === undefined || !about) return refuse('badRequest')
    const { comments } = services.store
    if (await isTooMany(request, comments, allowed)) return refuse('tooManyRequests')
    if ((await comments.countThreads(documentId)) >= mostThreads) return refuse('tooManyComments')
    const [begun] = await threadsFor(services, documentId, [about])
    if (!begun) return refuse('badRequest')
    const thread = await comments.ofSuggestion(documentId, begun, askedAt)
    const notices = await commentNotices(services, {
      documentId,
      subject: thread.id,
      actorId: userId,
      mentions: said.mentions,
      createdAt: askedAt,
      concerned: { userIds: writersOf(thread), kind: 'suggestionReply' },
      kinds: { named: 'suggestionMention', watched: 'suggestionReply' },
    })
    const comment = { documentId, threadId: thread.id, authorId: userId, key, ...said, createdAt: askedAt }
    const posted = await comments.reply(comment, notices, mostCommentsOfThread)
    if (posted === 'full') return refuse('threadFull')
    if (!posted) return refuse('commentUnknown')
    await tellPosted(services, documentId, posted, notices)
    return Response.json({ id: posted.id }, { status: 201, headers: { 'cache-control': 'no-store' } })
  })
}

/**
 * Records what somebody has decided about suggestions `{ outcome, suggestions: [{ id, by, lines }] }`. The text itself is
 * decided on the document's connection; this is what can be read of it later, and as true as the page that says it.
 */
export async function PUT(request: NextRequest, context: Context): Promise<Response> {
  return withDocument(request, context, 'suggest', async (allowed) => {
    const { services, documentId, userId, askedAt, access } = allowed
    const decided = readDecided(await readJsonBody(request))
    if (!decided) return refuse('badRequest')
    // Who may not write takes back what is theirs, and nothing else.
    const isOwn = decided.every(({ outcome, by }) => outcome === 'withdrawn' && by === userId)
    if (!isOwn && !can(access.role, 'write')) return refuse('forbidden')
    if (!isAllowedWork(request, 'comments')) return refuse('tooManyRequests')
    const begun = await threadsFor(services, documentId, decided)
    const rows = decided.map(({ outcome, lines }, index) => ({
      ...(begun[index] as (typeof begun)[number]),
      decision: JSON.stringify({ outcome, lines }),
    }))
    await services.store.comments.decide(documentId, rows, { by: userId, at: askedAt }, mostDecisions)
    await tellComments(services, documentId)
    return new Response(null, { status: 204 })
  })
}

/** Threads for suggestions that have none yet. Whoever they say made it is told of replies, so it is somebody of this document. */
async function threadsFor(
  { store: { people } }: Pick<AppServices, 'store'>,
  documentId: string,
  suggestions: readonly { readonly id: string; readonly by: string }[],
) {
  const authors = [...new Set(suggestions.map(({ by }) => by))]
  const known = new Set(await people.knowing(documentId, authors))
  return suggestions.map(({ id, by }) => ({
    suggestion: id,
    threadId: randomBytes(16).toString('base64url'),
    suggestedBy: known.has(by) ? by : '',
  }))
}
