/** Longer messages of those who ask to be let in are cut. */
export const maxMessageLength = 500

/** Somebody who asks to be let in, as the document's owner sees them. */
export type WaitingPerson = {
  readonly userId: string
  readonly name: string | null
  /** Of their account; null for guests. Nobody has shown that it is theirs. */
  readonly email: string | null
  readonly message: string
  readonly askedAt: number
}
