/** Hears of a store that is out of reach for a while and comes back by itself. */
export type StoreInterruption = {
  /**
   * Others may write to it from now on. Until it is back every call that writes, or that reads what is to be written to,
   * rejects as `unavailable`; what was read before is not to be counted on.
   */
  readonly lost: (error: Error) => void
  /** It is this process's again, or theirs together. */
  readonly regained: () => void
}
