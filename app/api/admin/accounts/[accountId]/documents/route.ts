import type { NextRequest } from 'next/server'

import { accessVia } from '#access/document-token'

import { announceAccess } from '../../../../announce-access.ts'
import { withAdministrator } from '../../../../guest-request.ts'
import { readJsonBody } from '../../../../json-body.ts'
import { notify } from '../../../../notify.ts'
import { isWithinQuota } from '../../../../quota.ts'
import { recordAccess } from '../../../../record-access.ts'
import { refuse } from '../../../../refusals.ts'

/**
 * Gives everything that somebody owns to another account `{ to }`, by its address: 200 `{ count }`. Never to whoever
 * does it: to administer opens no document. Each document's log says that it was done.
 */
export async function PUT(
  request: NextRequest,
  context: RouteContext<'/api/admin/accounts/[accountId]/documents'>,
): Promise<Response> {
  return withAdministrator(request, async ({ services, account }) => {
    const { administration, accounts } = services.store
    const { accountId: from } = await context.params
    const body = (await readJsonBody(request)) as { to?: unknown } | null | undefined
    if (typeof body?.to !== 'string') return refuse('badRequest')
    const to = await accounts.idOf(body.to.trim().toLowerCase())
    if (!to || to === from || !(await administration.account(from))) return refuse('accountUnknown')
    if (to === account.id) return refuse('ownAccount')
    if (await administration.isSuspended(to)) return refuse('suspended')
    if (!(await isWithinQuota(services, to, await administration.usedBytes(from))))
      return refuse('receiverQuotaReached')
    const now = Date.now()
    const documents = await administration.reassign(from, to, now)
    for (const documentId of documents) {
      const event = { kind: 'owner', actorId: account.id, subjectId: to, toRole: 'owner' } as const
      await recordAccess(services, { documentId, ...event })
      await announceAccess(documentId, [accessVia.ownership, accessVia.address])
      const about = { documentId, actorId: account.id, createdAt: now }
      await notify(services, { ...about, kind: 'ownership', userIds: [to] })
    }
    return Response.json({ count: documents.length })
  })
}
