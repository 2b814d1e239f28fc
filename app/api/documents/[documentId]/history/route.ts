import type { NextRequest } from 'next/server'

import { CollabUnavailableError } from '#features/documents/server/collab-server-client'
import { JoinedWork } from '#features/documents/server/joined-work'
import { once } from '#features/documents/server/once'
import { maxVersionName } from '#features/history/history-file'

import { inHistoryTurn, isAllowedWork } from '../../../allowed-work.ts'
import { withDocument } from '../../../document-request.ts'
import { readJsonBody } from '../../../json-body.ts'
import { refuse } from '../../../refusals.ts'
import { packHistory } from './pack-history.ts'

type Context = RouteContext<'/api/documents/[documentId]/history'>

/** Who opens a document's history together is given the same bytes. */
const joinedHistories = once(() => new JoinedWork<Buffer<ArrayBuffer> | null | 'tooMany' | 'tooLong'>())
const mostNames = 500

/** All that was ever written to the document, and what its versions are called: 200, as `readHistory` reads it, by gzip. */
export async function GET(request: NextRequest, context: Context): Promise<Response> {
  return withDocument(request, context, 'history', async ({ services, documentId }) => {
    if (!isAllowedWork(request, 'histories')) return refuse('tooManyRequests')
    try {
      const packed = await joinedHistories().join(
        documentId,
        (work) => inHistoryTurn(request, work),
        () => packHistory(services, documentId),
      )
      if (packed === 'tooMany') return refuse('tooManyRequests')
      if (packed === 'tooLong') return refuse('historyTooLong')
      if (!packed) return refuse('gone')
      // Not as a content encoding, which is between the browser and whatever stands before us.
      return new Response(packed, {
        headers: { 'content-type': 'application/gzip', 'cache-control': 'no-store' },
      })
    } catch (error) {
      if (!(error instanceof CollabUnavailableError)) throw error
      console.error('could not read a history: the collab server did not answer', error.cause)
      return refuse('collabUnavailable')
    }
  })
}

/** Calls a version by `{ version, name }`, or by nothing with the name null: 204. */
export async function PUT(request: NextRequest, context: Context): Promise<Response> {
  return withDocument(request, context, 'history', async ({ services, documentId, userId, askedAt }) => {
    const { version, name } = ((await readJsonBody(request)) ?? {}) as { version?: unknown; name?: unknown }
    if (typeof version !== 'number' || !Number.isSafeInteger(version) || version < 1)
      return refuse('badRequest')
    if (name !== null && typeof name !== 'string') return refuse('badRequest')
    const { versions } = services.store
    const wished = name?.replaceAll(/\s+/g, ' ').trim().slice(0, maxVersionName) ?? ''
    if (wished === '') {
      await versions.removeName(documentId, version)
      return new Response(null, { status: 204 })
    }
    const given = { sequence: version, name: wished, namedBy: userId, namedAt: askedAt }
    const isKept = await versions.putName(documentId, given, mostNames)
    return isKept ? new Response(null, { status: 204 }) : refuse('tooManyVersions')
  })
}
