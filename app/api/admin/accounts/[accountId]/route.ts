import type { NextRequest } from 'next/server'

import { announceSessionEnds } from '../../../announce-session-ends.ts'
import { withAdministrator } from '../../../guest-request.ts'
import { readJsonBody } from '../../../json-body.ts'
import { recordAccess } from '../../../record-access.ts'
import { refuse } from '../../../refusals.ts'

const mostMb = 100_000_000

/**
 * Changes somebody's account: `{ suspended }`, which ends what they have open, `{ isAdmin }`, or `{ quotaMb }`, null
 * for what the settings say. Nobody suspends or demotes themselves, nor two each other, so somebody is always left to
 * administer.
 */
export async function PATCH(
  request: NextRequest,
  context: RouteContext<'/api/admin/accounts/[accountId]'>,
): Promise<Response> {
  return withAdministrator(request, async ({ services, account }) => {
    const { administration } = services.store
    const { accountId } = await context.params
    if (!(await administration.account(accountId))) return refuse('accountUnknown')
    const body = (await readJsonBody(request)) as Readonly<Record<string, unknown>> | null | undefined
    const { suspended, isAdmin, quotaMb } = body ?? {}
    const done = new Response(null, { status: 204 })
    if (quotaMb === null || isQuota(quotaMb)) {
      await administration.setQuota(accountId, quotaMb)
      return done
    }
    if (typeof suspended !== 'boolean' && typeof isAdmin !== 'boolean') return refuse('badRequest')
    if (accountId === account.id) return refuse('ownAccount')
    const about = { documentId: '', actorId: account.id, subjectId: accountId }
    if (typeof isAdmin === 'boolean') {
      if (!(await administration.setAdministrator(accountId, isAdmin))) return refuse('onlyAdministrator')
      await recordAccess(services, { ...about, kind: isAdmin ? 'adminMade' : 'adminEnded' })
    } else if (suspended === true) {
      const ended = await administration.suspend(accountId, Date.now())
      if (!ended) return refuse('onlyAdministrator')
      await recordAccess(services, { ...about, kind: 'suspended' })
      await announceSessionEnds(ended)
    } else {
      await administration.unsuspend(accountId)
      await recordAccess(services, { ...about, kind: 'unsuspended' })
    }
    return done
  })
}

function isQuota(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 && value <= mostMb
}
