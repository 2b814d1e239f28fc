import 'server-only'

import { AccessNotices } from '#features/documents/server/access-notices'
import { appServices } from '#features/documents/server/app-services'
import { once } from '#features/documents/server/once'

/** Those of this process. */
export const accessNotices: () => AccessNotices = once(() => new AccessNotices(appServices()))

/**
 * Tells the collab server that access has changed, after the change is stored. Where it does not answer it is told
 * later, also after a restart of this server.
 */
export async function announceAccess(documentId: string, via?: readonly string[]): Promise<void> {
  await accessNotices().ofDocument(documentId, via)
}
