import type { NextRequest } from 'next/server'

import { accessVia } from '#access/document-token'
import { shareByName } from '#features/sharing/server/named-people'
import { readNamedPerson } from '#features/sharing/server/read-sharing'

import { mailShare } from '../../../../share-mail.ts'
import { isAllowedWork } from '../../../allowed-work.ts'
import { announceAccess } from '../../../announce-access.ts'
import { withDocument } from '../../../document-request.ts'
import { readJsonBody } from '../../../json-body.ts'
import { recordAccess } from '../../../record-access.ts'
import { notify } from '../../../notify.ts'
import { refuse } from '../../../refusals.ts'

/**
 * Gives a role to somebody by e-mail address `{ email, role }`: 201 `{ id, mailed, path }`. Where no mail went out,
 * `path` is what to send them, told this once. The answer is the same whether there is such an account or not.
 */
export async function POST(
  request: NextRequest,
  context: RouteContext<'/api/documents/[documentId]/people'>,
): Promise<Response> {
  return withDocument(
    request,
    context,
    'manage',
    async ({ services, documentId, userId, identity: { account }, access, askedAt }) => {
      const person = readNamedPerson(await readJsonBody(request))
      if (!person) return refuse('badRequest')
      if (person.email === account?.email.toLowerCase()) return refuse('ownAddress')
      if (!isAllowedWork(request, 'shares')) return refuse('tooManyRequests')
      const present = await services.store.shares.ofDocument(documentId)
      const shared = await shareByName(services.store.shares, documentId, person, userId, askedAt)
      if (!shared) return refuse('tooManyPeople')
      const { share, secret } = shared
      const fromRole = present.find(({ id }) => id === shared.share.id)?.role ?? null
      const event = {
        kind: 'named',
        actorId: userId,
        subjectId: share.userId,
        subject: person.email,
      } as const
      await recordAccess(services, { documentId, ...event, fromRole, toRole: person.role })
      // Whoever has it open by it, or by an address that gives less, goes on with what they have now.
      if (share.userId !== null) {
        await announceAccess(documentId, [share.id, accessVia.address])
        // Of one that still waits for its person only the mail tells: an address in an account proves nothing.
        const about = { documentId, actorId: userId, createdAt: askedAt }
        await notify(services, { ...about, kind: 'share', userIds: [share.userId] })
      }
      const path = `/s/${secret}`
      const mail = { to: person.email, path, title: access.document.title }
      const mailed = account !== null && (await mailShare(services.config, account, mail, request.headers))
      const headers = { 'cache-control': 'no-store' }
      return Response.json({ id: share.id, mailed, path: mailed ? null : path }, { status: 201, headers })
    },
  )
}
