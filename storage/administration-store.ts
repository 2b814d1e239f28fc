/** An account, as whoever administers sees it: never what its documents say or are called. */
export type ListedAccount = {
  readonly id: string
  readonly name: string
  readonly email: string
  readonly isAdmin: boolean
  readonly isConfirmed: boolean
  /** Null where it is not. */
  readonly suspendedAt: number | null
  readonly createdAt: number
  /** To the day; null where it is signed in nowhere. */
  readonly usedAt: number | null
  readonly sessions: number
  readonly documents: number
  readonly trashed: number
  /** Of text and images of what it owns, the trash included; histories are not counted. */
  readonly bytes: number
  /** In MB, of its own; null for what the settings say. */
  readonly quotaMb: number | null
}

/** Everything there is, counted. */
export type Totals = {
  readonly accounts: number
  readonly suspended: number
  readonly sessions: number
  readonly documents: number
  /** Of these, those of people without an account. */
  readonly ofGuests: number
  readonly trashed: number
  readonly images: number
  readonly imageBytes: number
  readonly textBytes: number
}

export interface AdministrationStore {
  totals(): Promise<Totals>
  /** Those with a text in name or address, whatever its case and accents, the last made first; all where it is empty. */
  accounts(query: { readonly text: string; readonly limit: number }): Promise<ListedAccount[]>
  account(id: string): Promise<ListedAccount | null>
  /**
   * Nobody signs in with it from now on, nor with its invitations: the ids of its sessions, which are over. Null, and
   * not done, where nobody would be left to administer.
   */
  suspend(id: string, suspendedAt: number): Promise<string[] | null>
  unsuspend(id: string): Promise<void>
  isSuspended(id: string): Promise<boolean>
  /** The ids of an account's sessions, which are over. */
  endSessions(id: string): Promise<string[]>
  /** Whoever is one no longer has no invitations either. False, and not done, where nobody would be left to administer. */
  setAdministrator(id: string, isAdmin: boolean): Promise<boolean>
  /** In MB; null for what the settings say. */
  setQuota(id: string, quotaMb: number | null): Promise<void>
  /** What an account has of its own; null for what the settings say, and for guests. */
  quotaOf(ownerId: string): Promise<number | null>
  /** Of text and images of what somebody owns, the trash included. */
  usedBytes(ownerId: string): Promise<number>
  /** Of text and images of one document. */
  documentBytes(documentId: string): Promise<number>
  /** Makes everything that one account owns another's, and lists it there: the ids of those documents. */
  reassign(from: string, to: string, now: number): Promise<string[]>
}
