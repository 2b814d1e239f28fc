import type { NextRequest } from 'next/server'

import { endSession } from '#features/accounts/server/account-sessions'

import { authLibrary } from '../../../../accounts.ts'
import { withAccount } from '../../../guest-request.ts'
import { refuse } from '../../../refusals.ts'

/** Ends one of one's own sessions, on another device say, and what is open through it. */
export async function DELETE(
  request: NextRequest,
  context: RouteContext<'/api/me/sessions/[sessionId]'>,
): Promise<Response> {
  return withAccount(request, async () => {
    const library = await authLibrary(request.headers)
    const ended = await endSession(library, request.headers, (await context.params).sessionId)
    return ended ? new Response(null, { status: 204 }) : refuse('sessionUnknown')
  })
}
