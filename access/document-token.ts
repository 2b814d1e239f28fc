import { isRole, type Role } from '#access/roles'
import { readClaims, signClaims, type AcceptedSecrets } from '#access/signed-claims'

/** A token lives at most this long, whatever its claims say. */
export const maxTokenLifetimeMs = 10 * 60_000

export type DocumentTokenClaims = {
  documentId: string
  /** The opaque id of the person, the author in the journal. */
  userId: string
  role: Role
  /** What gives the role: the id of a link, or one of {@link accessVia}. Taking it back ends the token. */
  via: string
  /** The session of an account through which it was asked for; its end ends the token. Guests have none. */
  sessionId?: string
  /** Before the app looked up the role, so that no later change of access is missed; milliseconds since the epoch. */
  issuedAt: number
  /** Milliseconds since the epoch. */
  expiresAt: number
}

/** What gives a role other than a link: being the owner, and knowing the address. */
export const accessVia = { ownership: 'ownership', address: 'address' } as const

export type DocumentTokenVerdict =
  | { outcome: 'valid'; claims: DocumentTokenClaims }
  | { outcome: 'expired' }
  | { outcome: 'invalid' }

const purpose = 'pliego-document-token-v1'

/** Signs claims, see {@link signClaims}. */
export function signDocumentToken(secret: string, claims: DocumentTokenClaims): string {
  return signClaims(secret, purpose, claims)
}

/**
 * Checks signature, form and expiry, in constant time for the signature. `expired` is only said of a
 * token that was once genuine.
 */
export function verifyDocumentToken(
  secrets: AcceptedSecrets,
  token: string,
  now: number,
): DocumentTokenVerdict {
  const claims = parseClaims(readClaims(secrets, purpose, token) ?? {})
  if (!claims || claims.expiresAt > now + maxTokenLifetimeMs) return { outcome: 'invalid' }
  return claims.expiresAt <= now ? { outcome: 'expired' } : { outcome: 'valid', claims }
}

function parseClaims(value: Readonly<Record<string, unknown>>): DocumentTokenClaims | undefined {
  const { documentId, userId, role, via, sessionId, issuedAt, expiresAt } = value
  if (typeof documentId !== 'string' || typeof userId !== 'string' || typeof via !== 'string')
    return undefined
  if (!isRole(role) || typeof issuedAt !== 'number' || typeof expiresAt !== 'number') return undefined
  if (sessionId !== undefined && typeof sessionId !== 'string') return undefined
  const session = sessionId === undefined ? {} : { sessionId }
  return { documentId, userId, role, via, ...session, issuedAt, expiresAt }
}
