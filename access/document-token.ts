import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'

import { isRole, type Role } from '#access/roles'

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

const signatureOf = (secret: string, payload: string): Buffer =>
  createHmac('sha256', secret).update(`pliego-document-token-v1.${payload}`).digest()

/** Signs claims as `<base64url JSON>.<base64url HMAC-SHA-256>`; each token is unique by a nonce. */
export function signDocumentToken(secret: string, claims: DocumentTokenClaims): string {
  const nonce = randomBytes(9).toString('base64url')
  const payload = Buffer.from(JSON.stringify({ ...claims, nonce })).toString('base64url')
  return `${payload}.${signatureOf(secret, payload).toString('base64url')}`
}

/**
 * Checks signature, form and expiry, in constant time for the signature. `expired` is only said of a
 * token that was once genuine.
 */
export function verifyDocumentToken(secret: string, token: string, now: number): DocumentTokenVerdict {
  const [payload, signature, ...rest] = token.split('.')
  if (!payload || !signature || rest.length > 0) return { outcome: 'invalid' }
  const given = Buffer.from(signature, 'base64url')
  const expected = signatureOf(secret, payload)
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return { outcome: 'invalid' }
  const claims = parseClaims(payload)
  if (!claims || claims.expiresAt > now + maxTokenLifetimeMs) return { outcome: 'invalid' }
  return claims.expiresAt <= now ? { outcome: 'expired' } : { outcome: 'valid', claims }
}

function parseClaims(payload: string): DocumentTokenClaims | undefined {
  let value: unknown
  try {
    value = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'))
  } catch {
    return undefined
  }
  if (typeof value !== 'object' || value === null) return undefined
  const { documentId, userId, role, via, sessionId, issuedAt, expiresAt } = value as Record<string, unknown>
  if (typeof documentId !== 'string' || typeof userId !== 'string' || typeof via !== 'string')
    return undefined
  if (!isRole(role) || typeof issuedAt !== 'number' || typeof expiresAt !== 'number') return undefined
  if (sessionId !== undefined && typeof sessionId !== 'string') return undefined
  const session = sessionId === undefined ? {} : { sessionId }
  return { documentId, userId, role, via, ...session, issuedAt, expiresAt }
}
