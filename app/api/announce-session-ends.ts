import 'server-only'

import type { AppServices } from '#features/documents/server/app-services'

import { accessNotices } from './announce-access.ts'

/** Tells the collab server that sessions are over, so that what is open through them ends; later, where it does not answer. */
export async function announceSessionEnds(
  _services: Pick<AppServices, 'collabServer'>,
  sessionIds: readonly string[],
): Promise<void> {
  await accessNotices().ofSessionEnds(sessionIds)
}
