/** What would become of somebody's documents without them. */
export type DepartureOverview = {
  /** Nobody else has those. */
  readonly ownOnly: number
  /** Those that somebody was named to edit, and could take over. */
  readonly withHeir: number
  /** The last changed of these. */
  readonly heirs: readonly {
    readonly id: string
    readonly title: string | null
    readonly name: string
  }[]
  /** Shared, but with nobody who was named to edit. */
  readonly withoutHeir: number
}
