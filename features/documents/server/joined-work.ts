/** Does work once for all who ask for the same before it has begun. */
export class JoinedWork<T> {
  readonly #waiting = new Map<string, Promise<T>>()

  /**
   * Does the work, or waits for the same that somebody asked for before. Not for what has begun: that may know nothing of
   * what was done since.
   * @param inTurn begins it when its turn comes, at once or later or not at all
   */
  join<Done extends T>(
    key: string,
    inTurn: (work: () => Promise<Done>) => Promise<T>,
    work: () => Promise<Done>,
  ): Promise<T> {
    const present = this.#waiting.get(key)
    if (present) return present
    let isWaiting = true
    const leave = (): void => {
      if (isWaiting) this.#waiting.delete(key)
      isWaiting = false
    }
    const asked = inTurn(() => {
      leave()
      return work()
    })
    // What has begun at once is to be joined by nobody.
    if (isWaiting) this.#waiting.set(key, asked)
    return asked.finally(leave)
  }
}
