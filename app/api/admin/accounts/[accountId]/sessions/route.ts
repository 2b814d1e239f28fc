import type { NextRequest } from 'next/server'

import { announceSessionEnds } from '../../../../announce-session-ends.ts'
import { withAdministrator } from '../../../../guest-request.ts'
import { refuse } from '../../../../refusals.ts'

/** Signs somebody out everywhere, and ends what is open through it. */
export async function DELETE(
  request: NextRequest,
  context: RouteContext<'/api/admin/accounts/[accountId]/sessions'>,
): Promise<Response> {
  return withAdministrator(request, async ({ services }) => {
    const { administration } = services.store
    const { accountId } = await context.params
    if (!(await administration.account(accountId))) return refuse('accountUnknown')
    await announceSessionEnds(await administration.endSessions(accountId))
    return new Response(null, { status: 204 })
  })
}
