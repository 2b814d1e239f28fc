import type { LinkRole } from '#storage/app-store'

/** What one person is given in a document, by their e-mail address. */
export type StoredShare = {
  readonly id: string
  readonly documentId: string
  /** In lower case; null for somebody who was let in otherwise. */
  readonly email: string | null
  readonly role: LinkRole
  /** Whose it is; null until somebody has shown that the address is theirs. */
  readonly userId: string | null
  readonly createdAt: number
}

/** A share as its document's owner sees it. */
export type ListedShare = StoredShare & {
  /** As the person wants to be known; null where that is not known. */
  readonly name: string | null
  /** When they last opened the document; null for never. */
  readonly openedAt: number | null
  /** The address of the account whose it is; null for guests. */
  readonly accountEmail: string | null
  /** Whether somebody has shown that this address is theirs. */
  readonly isConfirmed: boolean
}

export type NewShare = {
  readonly id: string
  readonly documentId: string
  readonly email: string
  readonly role: LinkRole
  /** Of the secret by which the address's owner makes the share theirs. */
  readonly secretHash: string
  readonly givenBy: string
  readonly createdAt: number
}

export interface ShareStore {
  /**
   * Gives a role to an address. Where the document has a share for it, that one changes its role and its secret and
   * keeps its id and whose it is. It belongs at once to the account of that address, if that address is verified or
   * was accepted from the same giver before.
   */
  put(share: NewShare): Promise<StoredShare>
  find(secretHash: string): Promise<StoredShare | null>
  /** The oldest first. */
  ofDocument(documentId: string): Promise<ListedShare[]>
  /** What somebody has in a document. */
  of(userId: string, documentId: string): Promise<StoredShare[]>
  /** False where the document has no such share. */
  setRole(documentId: string, shareId: string, role: LinkRole): Promise<boolean>
  /** False where the document has no such share. */
  remove(documentId: string, shareId: string): Promise<boolean>
  /**
   * Makes the account whose share this is the owner of the document, and whom it had until now an editor by a share
   * with the id `newShareId`. All of it or nothing; false where that share is no account's, or `from` not the owner.
   */
  handOver(
    documentId: string,
    shareId: string,
    change: { from: string; newShareId: string; now: number },
  ): Promise<boolean>
  /**
   * Takes back all that somebody was given in a document, by name and by links, and takes it out of their list: the
   * ids of those shares and links.
   */
  leave(userId: string, documentId: string): Promise<string[]>
  /** Makes a share somebody's, if it is nobody else's already: false where it is. It shows in their lists from then on. */
  claim(shareId: string, userId: string, now: number): Promise<boolean>
  /** Makes everything that was given to an account's address the account's, where the address is verified. */
  claimVerified(accountId: string, now: number): Promise<void>
}
