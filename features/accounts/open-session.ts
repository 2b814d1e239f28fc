/** Where an account is signed in, as its owner sees it. */
export type OpenSession = {
  readonly id: string
  /** Browser and system, as far as they can be told: proper names, the same in every language. */
  readonly device: string
  readonly signedInAt: number
  /** To the day. */
  readonly usedAt: number
  readonly isCurrent: boolean
}
