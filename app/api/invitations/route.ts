import type { NextRequest } from 'next/server'

import { hashInvitation, invitationMaxAgeMs, newInvitation } from '#features/accounts/server/invitations'

import { withAccount } from '../guest-request.ts'
import { refuse } from '../refusals.ts'

/** Makes an invitation to make an account: 201 `{ path }`, the only time its secret is told. Administrators only. */
export async function POST(request: NextRequest): Promise<Response> {
  return withAccount(request, async ({ services, account }) => {
    if (!account.isAdmin) return refuse('forbidden')
    const secret = newInvitation()
    const expiresAt = Date.now() + invitationMaxAgeMs
    await services.store.accounts.invite({
      secretHash: hashInvitation(secret),
      madeBy: account.id,
      expiresAt,
    })
    const headers = { 'cache-control': 'no-store' }
    return Response.json({ path: `/sign-up?invitation=${secret}` }, { status: 201, headers })
  })
}
