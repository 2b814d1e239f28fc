import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'

const signatureOf = (secret: string, purpose: string, payload: string): Buffer =>
  createHmac('sha256', secret).update(`${purpose}.${payload}`).digest()

/**
 * Signs claims as `<base64url JSON>.<base64url HMAC-SHA-256>`; each token is unique by a nonce. What was signed for
 * one purpose is nothing for another.
 */
export function signClaims(secret: string, purpose: string, claims: object): string {
  const nonce = randomBytes(9).toString('base64url')
  const payload = Buffer.from(JSON.stringify({ ...claims, nonce })).toString('base64url')
  return `${payload}.${signatureOf(secret, purpose, payload).toString('base64url')}`
}

/** One secret, or all whose signatures count while one takes the place of another. */
export type AcceptedSecrets = string | readonly string[]

/** What a token of this purpose says, its signature checked in constant time; undefined where it is no such token. */
export function readClaims(
  secrets: AcceptedSecrets,
  purpose: string,
  token: string,
): Readonly<Record<string, unknown>> | undefined {
  const [payload, signature, ...rest] = token.split('.')
  if (!payload || !signature || rest.length > 0) return undefined
  const given = Buffer.from(signature, 'base64url')
  const isGenuine = [secrets].flat().some((secret) => {
    const expected = signatureOf(secret, purpose, payload)
    return given.length === expected.length && timingSafeEqual(given, expected)
  })
  if (!isGenuine) return undefined
  try {
    const value: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'))
    return typeof value === 'object' && value !== null ? { ...value } : undefined
  } catch {
    return undefined
  }
}
