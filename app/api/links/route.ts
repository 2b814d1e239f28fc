import type { NextRequest } from 'next/server'

import { readRedemption } from '#features/sharing/server/read-sharing'
import { redeemLink } from '#features/sharing/server/share-links'

import { inPasswordTurn, isAllowedWork } from '../allowed-work.ts'
import { withGuest } from '../guest-request.ts'
import { readJsonBody } from '../json-body.ts'
import { passwordAttempts } from '../password-attempts.ts'
import { recordAccess } from '../record-access.ts'
import { refuse } from '../refusals.ts'

/** Opens a link `{ secret, password? }` for this guest: 200 `{ documentId }`. */
export async function POST(request: NextRequest): Promise<Response> {
  return withGuest(request, async ({ services, userId }) => {
    const redemption = readRedemption(await readJsonBody(request))
    if (!redemption) return refuse('badRequest')
    if (!isAllowedWork(request, 'openedLinks')) return refuse('tooManyAttempts')
    // Also right ones: each may cost the work of hashing it.
    if (redemption.password !== null && !isAllowedWork(request, 'linkPasswords')) {
      return refuse('tooManyAttempts')
    }
    const { links } = services.store
    const attempts = passwordAttempts()
    const redeemed = await inPasswordTurn(request, () =>
      redeemLink({ links, attempts }, { ...redemption, userId }, Date.now()),
    )
    if (redeemed === 'tooMany') return refuse('tooManyAttempts')
    if (redeemed.outcome !== 'redeemed') return refuse(redeemed.outcome)
    const { documentId, linkId, role, isNew } = redeemed
    const event = { kind: 'linkOpened', actorId: userId, subjectId: linkId, toRole: role } as const
    if (isNew) await recordAccess(services, { documentId, ...event })
    return Response.json({ documentId }, { headers: { 'cache-control': 'no-store' } })
  })
}
