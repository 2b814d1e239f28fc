import 'server-only'

import { accessVia } from '#access/document-token'
import type { Config } from '#config/load-config'
import type { Account } from '#features/accounts/account'
import { hasPassword, isOwnPassword, isSignedInLately } from '#features/accounts/server/account-sessions'
import { sessionCookie } from '#features/accounts/session-cookie'
import type { AppServices } from '#features/documents/server/app-services'
import { CollabUnavailableError } from '#features/documents/server/collab-server-client'
import { deleteDocument } from '#features/documents/server/delete-document'
import { isHttps } from '#features/documents/server/same-origin'

import { authLibrary, tryPassword } from '../../accounts.ts'
import { announceAccess } from '../announce-access.ts'
import { announceSessionEnds } from '../announce-session-ends.ts'
import { notify } from '../notify.ts'
import { recordAccess } from '../record-access.ts'
import type { RefusalCode } from '../refusals.ts'

/** Null where whoever asks is more than somebody at an open browser; else what is missing. */
export async function provesToBe(
  account: Account,
  { password, email }: Readonly<Record<string, unknown>>,
  headers: Headers,
): Promise<RefusalCode | null> {
  const library = await authLibrary(headers)
  if (await hasPassword(library, headers)) {
    const tried = tryPassword(account.email, headers, Date.now())
    if (!tried) return 'tooManyAttempts'
    if (typeof password !== 'string' || !(await isOwnPassword(library, headers, password))) {
      return 'wrongPassword'
    }
    tried.wasRight()
    return null
  }
  if (typeof email !== 'string' || email.trim().toLowerCase() !== account.email.toLowerCase()) {
    return 'otherAddress'
  }
  return (await isSignedInLately(library, headers)) ? null : 'signInAgain'
}

/**
 * Forgets somebody: their sessions and live connections end at once, and what they owned goes to others or for good.
 * Should the collab server not answer, documents wait in the trash, which is emptied later. False, and nothing is
 * forgotten, where nobody would be left to administer.
 */
export async function deleteAccount(
  services: AppServices,
  accountId: string,
  wish: { handOver: boolean },
  now: number,
): Promise<boolean> {
  const departure = await services.store.ownData.depart(accountId, wish)
  if (!departure) return false
  const { handedOver, left, sessionIds } = departure
  await announceSessionEnds(sessionIds)
  for (const { documentId, shareId, userId } of handedOver) {
    await recordAccess(services, {
      documentId,
      kind: 'owner',
      actorId: null,
      subjectId: userId,
      toRole: 'owner',
    })
    await announceAccess(documentId, [accessVia.ownership, shareId, accessVia.address])
    const about = { documentId, actorId: null, createdAt: now }
    await notify(services, { ...about, kind: 'ownership', userIds: [userId] })
  }
  try {
    for (const documentId of left) {
      await deleteDocument(services, documentId, now)
      await recordAccess(services, { documentId, kind: 'deleted', actorId: null })
    }
  } catch (error) {
    if (!(error instanceof CollabUnavailableError)) throw error
    console.error('documents of a deleted account wait in the trash', error.cause)
  }
  return true
}

/** 204, and the browser is a guest's from then on. */
export function withoutSession(headers: Headers, config: Config): Response {
  const name = isHttps(headers, config) ? `__Secure-${sessionCookie}` : sessionCookie
  const secure = isHttps(headers, config) ? '; Secure' : ''
  const cookie = `${name}=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax${secure}`
  return new Response(null, { status: 204, headers: { 'set-cookie': cookie, 'cache-control': 'no-store' } })
}
