import type { IncomingMessage } from 'node:http'

import { isAllowedOrigin } from '#collab-server/origin'
import type { Access } from '#collab-server/settings'
import { maxTokenLifetimeMs } from '#access/document-token'
import { type FeedTokenClaims, verifyFeedToken } from '#access/feed-token'
import { feedPath, feedTokenParameter } from '#protocol/feed'

export type FeedVerdict =
  | { readonly outcome: 'refuse'; readonly status: 401 | 403; readonly message: string }
  | { readonly outcome: 'accept'; readonly claims: FeedTokenClaims }
  /** Was genuine once: an honest client must understand it, so it is said after 101. */
  | { readonly outcome: 'expired' }

/** Whether a path is the feed's, which there is only where there is an app to make tokens for it (PROTOCOL F1). */
export function isFeedPath(path: string, { mode }: Access): boolean {
  return mode === 'token' && (path === `/${feedPath}` || path === `/collab/${feedPath}`)
}

/** Decides on an upgrade request to the feed (PROTOCOL F1, F2). */
export function judgeFeedHandshake(
  request: IncomingMessage,
  access: Access,
  now: number,
  isOutdated: (claims: Pick<FeedTokenClaims, 'issuedAt' | 'sessionId'>) => boolean,
): FeedVerdict {
  if (access.mode !== 'token') return { outcome: 'refuse', status: 403, message: 'there is no feed here' }
  if (!isAllowedOrigin(request.headers, access.origins)) {
    return { outcome: 'refuse', status: 403, message: 'origin not allowed' }
  }
  const { searchParams } = new URL(request.url ?? '', 'http://collab')
  const token = searchParams.get(feedTokenParameter)
  const secrets = access.secret.accepted(maxTokenLifetimeMs)
  const verdict = token ? verifyFeedToken(secrets, token, now) : undefined
  if (!verdict || verdict.outcome === 'invalid') {
    return { outcome: 'refuse', status: 401, message: 'no valid token' }
  }
  if (verdict.outcome === 'expired' || isOutdated(verdict.claims)) return { outcome: 'expired' }
  return { outcome: 'accept', claims: verdict.claims }
}
