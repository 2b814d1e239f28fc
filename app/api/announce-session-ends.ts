import 'server-only'

import type { AppServices } from '#features/documents/server/app-services'
import { CollabUnavailableError } from '#features/documents/server/collab-server-client'

/**
 * Tells the collab server that sessions are over, so that what is open through them ends. One that does not answer
 * has no connections to cut, and once it is back it takes no token from before.
 */
export async function announceSessionEnds(
  { collabServer }: Pick<AppServices, 'collabServer'>,
  sessionIds: readonly string[],
): Promise<void> {
  if (sessionIds.length === 0) return
  try {
    await collabServer.endSessions(sessionIds)
  } catch (error) {
    if (!(error instanceof CollabUnavailableError)) throw error
    console.error('the collab server was not told of the end of a session', error.cause)
  }
}
