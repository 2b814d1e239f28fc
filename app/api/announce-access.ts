import 'server-only'

import type { AppServices } from '#features/documents/server/app-services'
import { CollabUnavailableError } from '#features/documents/server/collab-server-client'

/**
 * Tells the collab server that access has changed, after the change is stored. One that does not answer
 * has no connections to cut either, and once it is back it takes no token from before.
 */
export async function announceAccess(
  { collabServer }: AppServices,
  documentId: string,
  via?: readonly string[],
): Promise<void> {
  try {
    await collabServer.changeAccess(documentId, Date.now(), via)
  } catch (error) {
    if (!(error instanceof CollabUnavailableError)) throw error
    console.error('the collab server was not told of a change of access', error.cause)
  }
}
