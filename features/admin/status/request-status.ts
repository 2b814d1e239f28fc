import { lastOf, type KeptNode } from '#features/admin/status/kept-status'
import type { ServerStatus } from '#protocol/server-status'

export type StatusAnswer = ServerStatus | 'forbidden' | 'unreachable'

/** What is newer than what is kept. */
export async function requestStatus(kept: readonly KeptNode[]): Promise<StatusAnswer> {
  const { live, minutes } = lastOf(kept)
  try {
    const response = await fetch(`/api/admin/status?since=${live}&minutesSince=${minutes}`)
    if (response.ok) return (await response.json()) as ServerStatus
    return response.status === 403 || response.status === 401 ? 'forbidden' : 'unreachable'
  } catch {
    return 'unreachable'
  }
}
