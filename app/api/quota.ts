import 'server-only'

import type { AppServices } from '#features/documents/server/app-services'

const bytesOfMb = 1_000_000

/**
 * Whether somebody may own so much more. What is written into a document is never cut short by this: then it would be
 * somebody's words that were lost.
 */
export async function isWithinQuota(
  { store: { administration }, config }: Pick<AppServices, 'store' | 'config'>,
  ownerId: string,
  moreBytes = 0,
): Promise<boolean> {
  const quotaMb = (await administration.quotaOf(ownerId)) ?? config.quotaMb
  if (quotaMb === undefined) return true
  return (await administration.usedBytes(ownerId)) + moreBytes < quotaMb * bytesOfMb
}
