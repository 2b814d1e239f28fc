/** Longer messages of those who ask to be let in are cut. */
export const maxMessageLength = 500

/** Whoever was declined is not heard again for so long, and not told either. */
export const declinedRestMs: number = 24 * 60 * 60_000

/** Somebody who asks to be let in, as the document's owner sees them. */
export type WaitingPerson = {
  readonly userId: string
  readonly name: string | null
  /** Of their account; null for guests. */
  readonly email: string | null
  /** Whether somebody has shown that it is theirs: before, anybody could write it there. */
  readonly isConfirmed: boolean
  readonly message: string
  readonly askedAt: number
}
