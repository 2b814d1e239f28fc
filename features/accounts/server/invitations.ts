import { createHash, randomBytes } from 'node:crypto'

/** For as long it can be used. */
export const invitationMaxAgeMs = 7 * 24 * 60 * 60_000

/** The only form in which the secret of an invitation is kept. */
export function hashInvitation(secret: string): string {
  return createHash('sha256').update(`pliego-invitation-v1.${secret}`).digest('base64url')
}

/** 128 random bits, base64url. */
export function newInvitation(): string {
  return randomBytes(16).toString('base64url')
}
