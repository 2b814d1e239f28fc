/** An account as whoever administers sees it; times in milliseconds since the epoch. */
export type AdministeredAccount = {
  readonly id: string
  readonly name: string
  readonly email: string
  readonly isAdmin: boolean
  readonly isConfirmed: boolean
  readonly suspendedAt: number | null
  readonly createdAt: number
  readonly usedAt: number | null
  readonly sessions: number
  readonly documents: number
  readonly trashed: number
  readonly bytes: number
  /** Of its own. */
  readonly quotaMb: number | null
}
