import { maxTokenLifetimeMs, signDocumentToken } from '#access/document-token'
import type { Role } from '#access/roles'

/** Shorter than the collab server allows, so that clocks of two machines may differ a little. */
const lifetimeMs = maxTokenLifetimeMs - 60_000

export type IssuedToken = { readonly token: string; readonly expiresAt: number; readonly role: Role }

type Permission = {
  readonly documentId: string
  readonly userId: string
  readonly role: Role
  readonly via: string
  /** Null for guests. */
  readonly sessionId: string | null
  /** Null for without end. */
  readonly until: number | null
}

/**
 * Signs what a person may do with a document, for the collab server to read. `askedAt` is when the
 * permission was looked up, or before: a change after it makes the token void.
 */
export function issueToken(
  secret: string,
  { until, sessionId, ...claims }: Permission,
  askedAt: number,
): IssuedToken {
  const session = sessionId === null ? {} : { sessionId }
  const expiresAt = Math.min(askedAt + lifetimeMs, until ?? Infinity)
  const token = signDocumentToken(secret, { ...claims, ...session, issuedAt: askedAt, expiresAt })
  return { token, expiresAt, role: claims.role }
}
