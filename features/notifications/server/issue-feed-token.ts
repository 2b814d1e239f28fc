import { maxTokenLifetimeMs } from '#access/document-token'
import { signFeedToken } from '#access/feed-token'

// Clocks of two machines differ a little, and the collab server takes no token that lives longer.
const lifetimeMs = maxTokenLifetimeMs - 60_000

/** Signs whose feed it is, for the collab server to read. `askedAt` is when the person was looked up, or before. */
export function issueFeedToken(
  secret: string,
  { userId, sessionId }: { readonly userId: string; readonly sessionId: string | null },
  askedAt: number,
): { readonly token: string; readonly expiresAt: number } {
  const session = sessionId === null ? {} : { sessionId }
  const expiresAt = askedAt + lifetimeMs
  return { token: signFeedToken(secret, { userId, ...session, issuedAt: askedAt, expiresAt }), expiresAt }
}
