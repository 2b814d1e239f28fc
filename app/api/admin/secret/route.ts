import type { NextRequest } from 'next/server'

import { maxTokenLifetimeMs } from '#access/document-token'
import { changeCollabSecret } from '#config/kept-secrets'

import { withAdministrator } from '../../guest-request.ts'
import { recordAccess } from '../../record-access.ts'
import { refuse } from '../../refusals.ts'

const refusals = { inEnvironment: 'secretInEnvironment', changedJustNow: 'secretChangedJustNow' } as const

/**
 * Has another secret sign the tokens of documents, from a few seconds later on; what the one before signed counts until
 * it ends, so that nobody who has a document open notices.
 */
export async function POST(request: NextRequest): Promise<Response> {
  return withAdministrator(request, async ({ services, account }) => {
    const outcome = changeCollabSecret(services.config, maxTokenLifetimeMs)
    if (outcome !== 'changed') return refuse(refusals[outcome])
    await recordAccess(services, { documentId: '', kind: 'secretChanged', actorId: account.id })
    return new Response(null, { status: 204 })
  })
}
