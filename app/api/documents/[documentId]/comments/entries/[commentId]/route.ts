import type { NextRequest } from 'next/server'

import { can } from '#access/roles'
import { readCommentNumber, readCommentText, readReaction } from '#features/comments/server/read-comment'
import { CollabUnavailableError } from '#features/documents/server/collab-server-client'

import { isAllowedWork } from '../../../../../allowed-work.ts'
import { withDocument } from '../../../../../document-request.ts'
import { readJsonBody } from '../../../../../json-body.ts'
import { refuse } from '../../../../../refusals.ts'
import { tellComments } from '../../tell-comments.ts'

type Context = RouteContext<'/api/documents/[documentId]/comments/entries/[commentId]'>

const numberOf = async (context: Context) => readCommentNumber((await context.params).commentId)

/** Writes one's own comment anew `{ text, mentions? }`. Nobody is told again. */
export async function PATCH(request: NextRequest, context: Context): Promise<Response> {
  return withDocument(request, context, 'comment', async ({ services, documentId, userId, askedAt }) => {
    const said = readCommentText(await readJsonBody(request))
    if (!said) return refuse('badRequest')
    if (!isAllowedWork(request, 'comments')) return refuse('tooManyRequests')
    const id = await numberOf(context)
    const change = { authorId: userId, ...said, editedAt: askedAt }
    if (id === undefined || !(await services.store.comments.edit(documentId, id, change))) {
      return refuse('commentUnknown')
    }
    await tellComments(services, documentId)
    return new Response(null, { status: 204 })
  })
}

/** Adds or takes back a reaction of one's own `{ sign, on }`; done again it changes nothing. */
export async function PUT(request: NextRequest, context: Context): Promise<Response> {
  return withDocument(request, context, 'comment', async ({ services, documentId, userId }) => {
    const reaction = readReaction(await readJsonBody(request))
    const id = await numberOf(context)
    if (!reaction || id === undefined) return refuse('badRequest')
    if (!isAllowedWork(request, 'comments')) return refuse('tooManyRequests')
    if (await services.store.comments.react(documentId, id, { ...reaction, userId }))
      await tellComments(services, documentId)
    return new Response(null, { status: 204 })
  })
}

/** Deletes one's own comment, or whosever in one's own document; with the last one its thread goes. */
export async function DELETE(request: NextRequest, context: Context): Promise<Response> {
  return withDocument(request, context, 'comment', async ({ services, documentId, userId, access }) => {
    const id = await numberOf(context)
    const author = can(access.role, 'manage') ? null : userId
    const removed = id === undefined ? null : await services.store.comments.remove(documentId, id, author)
    if (!removed) return refuse('commentUnknown')
    await tellComments(services, documentId)
    const { goneThread: thread } = removed
    try {
      if (thread !== null) await services.collabServer.unmarkComment(documentId, { thread, userId })
    } catch (error) {
      // Marks of a thread that is not there are shown to nobody.
      if (!(error instanceof CollabUnavailableError)) throw error
      console.error('the marks of a deleted thread stay in the text', error.cause)
    }
    return new Response(null, { status: 204 })
  })
}
