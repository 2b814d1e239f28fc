import { randomBytes } from 'node:crypto'

import { hashLinkSecret } from '#features/sharing/server/share-links'
import type { LinkRole } from '#storage/app-store'
import type { ShareStore, StoredShare } from '#storage/share-store'

/** More are refused, so that a list stays a list. */
const maxSharesOfDocument = 200

type NamedPerson = { readonly email: string; readonly role: LinkRole }

/**
 * Gives a role to whoever has an e-mail address. Its secret, 128 random bits, is told once, here: with it, and an
 * account of that address, the share becomes theirs. Null where there are too many already.
 */
export async function shareByName(
  shares: Pick<ShareStore, 'put' | 'ofDocument'>,
  documentId: string,
  { email, role }: NamedPerson,
  givenBy: string,
  now: number,
): Promise<{ share: StoredShare; secret: string } | null> {
  const present = await shares.ofDocument(documentId)
  const isListed = present.some((share) => share.email === email)
  if (!isListed && present.length >= maxSharesOfDocument) return null
  const secret = randomBytes(16).toString('base64url')
  const id = randomBytes(12).toString('base64url')
  const secretHash = hashLinkSecret(secret)
  const share = await shares.put({ id, documentId, email, role, secretHash, givenBy, createdAt: now })
  return { share, secret }
}

export type ClaimOutcome =
  | {
      readonly outcome: 'claimed'
      readonly documentId: string
      readonly email: string
      readonly role: LinkRole
      /** Whether it was nobody's before. */
      readonly isNew: boolean
    }
  /** Also of a share that was taken back, and of one that has become somebody else's. */
  | { readonly outcome: 'unknown' }
  /** Whoever has the secret is not signed in, or not with the address that was given the role. */
  | { readonly outcome: 'addressNeeded'; readonly email: string }

/** Makes a share theirs who have its secret and an account with its address. */
export async function claimShare(
  shares: Pick<ShareStore, 'find' | 'claim'>,
  secret: string,
  account: { readonly id: string; readonly email: string } | null,
  now: number,
): Promise<ClaimOutcome> {
  const share = await shares.find(hashLinkSecret(secret))
  if (!share || share.email === null) return { outcome: 'unknown' }
  const { id, email, documentId, role } = share
  if (account?.email.toLowerCase() !== email) return { outcome: 'addressNeeded', email }
  return (await shares.claim(id, account.id, now))
    ? { outcome: 'claimed', documentId, email, role, isNew: share.userId === null }
    : { outcome: 'unknown' }
}
