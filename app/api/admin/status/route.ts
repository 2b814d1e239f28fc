import type { NextRequest } from 'next/server'

import { CollabUnavailableError } from '#features/documents/server/collab-server-client'

import { withAdministrator } from '../../guest-request.ts'
import { refuse } from '../../refusals.ts'

/** How the servers are doing: 200 with a `ServerStatus` of what is newer than `since` and `minutesSince`. */
export async function GET(request: NextRequest): Promise<Response> {
  return withAdministrator(request, async ({ services, account }) => {
    const { searchParams } = request.nextUrl
    const since = timeOf(searchParams.get('since'))
    const minutesSince = timeOf(searchParams.get('minutesSince'))
    if (since === undefined || minutesSince === undefined) return refuse('badRequest')
    try {
      const status = await services.collabServer.status(account.id, { since, minutesSince })
      return new Response(status, {
        headers: { 'cache-control': 'no-store', 'content-type': 'application/json' },
      })
    } catch (error) {
      if (!(error instanceof CollabUnavailableError)) throw error
      return refuse('collabUnavailable')
    }
  })
}

/** Undefined where it is none; without one, all of it is asked for. */
function timeOf(text: string | null): number | undefined {
  if (text === null) return 0
  return /^\d{1,15}$/.test(text) ? Number(text) : undefined
}
