/** Somebody's account, as they see it themselves. */
export type Account = {
  readonly id: string
  readonly name: string
  readonly email: string
  /** Null until they have opened a page, which then tells it. */
  readonly color: string | null
  readonly isAdmin: boolean
  /** Whether it has been shown that the address is theirs. */
  readonly isConfirmed: boolean
}
