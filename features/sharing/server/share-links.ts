import { createHash, randomBytes } from 'node:crypto'

import { hashPassword, isPassword } from '#features/sharing/server/link-password'
import type { PasswordAttempts } from '#features/sharing/server/password-attempts'
import type { LinkRole, LinkStore, StoredLink } from '#storage/app-store'

/** More are refused, so that a list stays a list. */
export const maxLinksOfDocument = 50

const linkSecret = /^[A-Za-z0-9_-]{22}$/

/** The only form in which a link's secret is kept. */
export function hashLinkSecret(secret: string): string {
  return createHash('sha256').update(`pliego-link-v1.${secret}`).digest('base64url')
}

export type NewLink = {
  readonly role: LinkRole
  readonly expiresAt: number | null
  readonly password: string | null
}

/** Makes a link; its secret, 128 random bits, is told once, here. Null where there are too many already. */
export async function createLink(
  links: Pick<LinkStore, 'insert' | 'ofDocument'>,
  documentId: string,
  { role, expiresAt, password }: NewLink,
  now: number,
): Promise<{ id: string; secret: string } | null> {
  const present = await links.ofDocument(documentId)
  if (present.length >= maxLinksOfDocument) return null
  const secret = randomBytes(16).toString('base64url')
  const id = randomBytes(12).toString('base64url')
  const passwordHash = password === null ? null : await hashPassword(password)
  const secretHash = hashLinkSecret(secret)
  await links.insert({ id, documentId, role, secretHash, passwordHash, expiresAt, createdAt: now })
  return { id, secret }
}

export type RedeemOutcome =
  | {
      readonly outcome: 'redeemed'
      readonly documentId: string
      readonly linkId: string
      readonly role: LinkRole
      /** Whether they had not opened it before. */
      readonly isNew: boolean
    }
  /** Also of a link that has expired or was taken back: a stranger learns no more. */
  | { readonly outcome: 'linkUnknown' }
  | { readonly outcome: 'passwordNeeded' | 'wrongPassword' | 'tooManyAttempts' }

/** Gives somebody what a link gives, if they have its secret and know its password. */
export async function redeemLink(
  { links, attempts }: { links: Pick<LinkStore, 'find' | 'grant' | 'grantsOf'>; attempts: PasswordAttempts },
  { secret, password, userId }: { secret: string; password: string | null; userId: string },
  now: number,
): Promise<RedeemOutcome> {
  const link = linkSecret.test(secret) ? await links.find(hashLinkSecret(secret)) : null
  if (!link || (link.expiresAt !== null && link.expiresAt <= now)) return { outcome: 'linkUnknown' }
  // Whoever has come by it before has shown that they know it, and costs no hashing again.
  if (link.passwordHash !== null && !(await hasCome(links, link, userId))) {
    if (password === null) return { outcome: 'passwordNeeded' }
    if (!attempts.mayTry(link.id, now)) return { outcome: 'tooManyAttempts' }
    // Counted before it is known, so that many at once do not slip through.
    attempts.noteFailure(link.id, now)
    if (!(await isPassword(password, link.passwordHash))) return { outcome: 'wrongPassword' }
    attempts.forgive(link.id)
  }
  const isNew = await links.grant({ linkId: link.id, userId, grantedAt: now })
  const { id: linkId, documentId, role } = link
  return { outcome: 'redeemed', documentId, linkId, role, isNew }
}

async function hasCome(
  links: Pick<LinkStore, 'grantsOf'>,
  { id, documentId }: StoredLink,
  userId: string,
): Promise<boolean> {
  return (await links.grantsOf(userId, documentId)).some(({ linkId }) => linkId === id)
}
