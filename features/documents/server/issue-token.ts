import { maxTokenLifetimeMs, signDocumentToken } from '#access/document-token'
import type { Role } from '#access/roles'

/** Shorter than the collab server allows, so that clocks of two machines may differ a little. */
const lifetimeMs = maxTokenLifetimeMs - 60_000

export type IssuedToken = { readonly token: string; readonly expiresAt: number; readonly role: Role }

/** Signs what a person may do with a document, for the collab server to read. */
export function issueToken(
  secret: string,
  claims: { documentId: string; userId: string; role: Role },
  now: number,
): IssuedToken {
  const expiresAt = now + lifetimeMs
  return { token: signDocumentToken(secret, { ...claims, expiresAt }), expiresAt, role: claims.role }
}
