import type { NextRequest } from 'next/server'

import { lookAround } from '#features/doctor/server/look-around'
import { appServices } from '#features/documents/server/app-services'
import { internalCollabUrl } from '#features/documents/server/internal-collab-url'
import { isHttps, isSameOrigin, requestHost } from '#features/documents/server/same-origin'
import { collabServerUrl } from '#features/editor/collab-url'
import { issueFeedToken } from '#features/notifications/server/issue-feed-token'

import { identify } from '../../identity.ts'
import { isAllowedWork } from '../allowed-work.ts'
import { refuse } from '../refusals.ts'

/**
 * What the servers see of the way to them, and what lets the browser try the echo: 200 `{ server, pass }`. Also for a
 * page whose origin is not taken for ours: that is one of the things to be found out, and nothing is changed by it.
 */
export async function POST(request: NextRequest): Promise<Response> {
  const askedAt = Date.now()
  const { config, collabSecret } = appServices()
  const identity = await identify(request.headers)
  if (!identity) return refuse('guestUnknown')
  if (!isAllowedWork(request, 'diagnoses')) return refuse('tooManyRequests')
  const { headers } = request
  const host = requestHost(headers, config) ?? 'localhost'
  const page =
    URL.parse(headers.get('origin') ?? '') ??
    new URL(`${isHttps(headers, config) ? 'https' : 'http'}://${host}`)
  const { token } = issueFeedToken(collabSecret.signing(), identity, askedAt)
  const { collabUrl, collabPort, publicUrl } = config
  const collab = { ...(collabUrl !== undefined && { url: collabUrl }), port: collabPort }
  const isKnown = collabUrl !== undefined || publicUrl !== undefined
  const server = await lookAround({
    headers,
    takesOrigin: isSameOrigin(headers, config),
    internalUrl: internalCollabUrl(config),
    publicUrl: isKnown ? collabServerUrl(new URL(publicUrl ?? page.origin), collab) : null,
    page,
    collabPort,
    pass: encodeURIComponent(token),
  })
  return Response.json({ server, pass: { token, collab } }, { headers: { 'cache-control': 'no-store' } })
}
