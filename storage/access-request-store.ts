import type { LinkRole } from '#storage/app-store'

/** Somebody who asks to be let into a document. */
export type AccessRequest = {
  readonly userId: string
  /** As they want to be known; null where nobody told. */
  readonly name: string | null
  /** Of their account; null for guests. */
  readonly email: string | null
  /** Whether somebody has shown that it is theirs. */
  readonly isConfirmed: boolean
  readonly message: string
  readonly askedAt: number
}

export interface AccessRequestStore {
  /**
   * Asks, or asks anew with another message. Somebody who was declined after `declinedSince` is not heard again, and
   * no more than `most` wait at once: false then.
   */
  ask(
    request: { documentId: string; userId: string; message: string; askedAt: number },
    limits: { declinedSince: number; most: number },
  ): Promise<boolean>
  /** Whether somebody waits, or was declined since then: who was is not told. */
  hasAsked(documentId: string, userId: string, declinedSince: number): Promise<boolean>
  /** The oldest first. */
  waiting(documentId: string): Promise<AccessRequest[]>
  /** Lets somebody who asked in, by a share with this id; false where they do not wait. */
  grant(
    documentId: string,
    userId: string,
    share: { id: string; role: LinkRole; givenBy: string; createdAt: number },
  ): Promise<boolean>
  /** False where they do not wait. */
  decline(documentId: string, userId: string, declinedAt: number): Promise<boolean>
}
