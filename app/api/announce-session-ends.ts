import 'server-only'

import { accessNotices } from './announce-access.ts'

/** Tells the collab server that sessions are over, so that what is open through them ends; later, where it does not answer. */
export async function announceSessionEnds(sessionIds: readonly string[]): Promise<void> {
  await accessNotices().ofSessionEnds(sessionIds)
}
