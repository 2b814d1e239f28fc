import { maxTokenLifetimeMs } from '#access/document-token'
import { readClaims, signClaims, type AcceptedSecrets } from '#access/signed-claims'

/** Whose feed it opens. It says nothing of documents: the feed carries nothing of them either. */
export type FeedTokenClaims = {
  /** The opaque id of the person. */
  userId: string
  /** The session of an account through which it was asked for; its end ends the token. Guests have none. */
  sessionId?: string
  /** Milliseconds since the epoch, as is the other. */
  issuedAt: number
  expiresAt: number
}

export type FeedTokenVerdict =
  | { outcome: 'valid'; claims: FeedTokenClaims }
  | { outcome: 'expired' }
  | { outcome: 'invalid' }

const purpose = 'pliego-feed-token-v1'

/** Signs claims, see {@link signClaims}. */
export function signFeedToken(secret: string, claims: FeedTokenClaims): string {
  return signClaims(secret, purpose, claims)
}

/** Checks signature, form and expiry; a token lives no longer than one for a document, whatever it says. */
export function verifyFeedToken(secrets: AcceptedSecrets, token: string, now: number): FeedTokenVerdict {
  const { userId, sessionId, issuedAt, expiresAt } = readClaims(secrets, purpose, token) ?? {}
  if (typeof userId !== 'string' || userId === '') return { outcome: 'invalid' }
  if (typeof issuedAt !== 'number' || typeof expiresAt !== 'number') return { outcome: 'invalid' }
  if (sessionId !== undefined && typeof sessionId !== 'string') return { outcome: 'invalid' }
  if (expiresAt > now + maxTokenLifetimeMs) return { outcome: 'invalid' }
  if (expiresAt <= now) return { outcome: 'expired' }
  const session = sessionId === undefined ? {} : { sessionId }
  return { outcome: 'valid', claims: { userId, ...session, issuedAt, expiresAt } }
}
