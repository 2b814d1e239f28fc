import 'server-only'

import type { AppServices } from '#features/documents/server/app-services'
import type { AccessEvent } from '#storage/access-log-store'

const dayMs = 24 * 60 * 60_000

type Happened = Pick<AccessEvent, 'documentId' | 'kind' | 'actorId'> & Partial<AccessEvent>

/** Writes down who changed the access to a document, after the change is stored and before anybody is told of it. */
export async function recordAccess(
  { store, config }: Pick<AppServices, 'store' | 'config'>,
  event: Happened,
): Promise<void> {
  const at = Date.now()
  const unsaid = { subjectId: null, subject: null, fromRole: null, toRole: null }
  await store.accessLog.append({ ...unsaid, ...event, at }, at - config.accessLogDays * dayMs)
}

/** Whose a share is and what it gives until now, as an event says it. */
export async function presentShare(
  { store }: Pick<AppServices, 'store'>,
  documentId: string,
  shareId: string,
): Promise<Pick<AccessEvent, 'subject' | 'subjectId' | 'fromRole'>> {
  const shares = await store.shares.ofDocument(documentId)
  const share = shares.find(({ id }) => id === shareId)
  return {
    // Anybody can make an account with an address that is not theirs: by that nobody is known.
    subject: share?.email ?? (share?.isConfirmed ? share.accountEmail : null),
    subjectId: share?.userId ?? null,
    fromRole: share?.role ?? null,
  }
}
