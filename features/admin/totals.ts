/** What there is in all. */
export type Totals = {
  readonly accounts: number
  readonly suspended: number
  readonly sessions: number
  readonly documents: number
  readonly ofGuests: number
  readonly trashed: number
  readonly images: number
  readonly imageBytes: number
  readonly textBytes: number
  /** Of what is kept of the past of all documents; null where the collab server does not say. */
  readonly historyBytes: number | null
}
