import type { NextRequest } from 'next/server'

import { issueFeedToken } from '#features/notifications/server/issue-feed-token'

import { withGuest } from '../../guest-request.ts'

/** A fresh token for one's own feed: 200 `{ token, expiresAt }`. */
export async function POST(request: NextRequest): Promise<Response> {
  // Before the person is looked up, so that no later end of their session is missed.
  const askedAt = Date.now()
  return withGuest(request, async ({ services, identity }) => {
    const issued = issueFeedToken(services.collabSecret.signing(), identity, askedAt)
    return Response.json(issued, { headers: { 'cache-control': 'no-store' } })
  })
}
