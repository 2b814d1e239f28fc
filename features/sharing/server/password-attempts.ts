const maxFailures = 10
const windowMs = 10 * 60_000

/** Bounds how often passwords of a link can be guessed: after ten wrong ones it rests for up to ten minutes. */
export class PasswordAttempts {
  readonly #failures = new Map<string, { count: number; until: number }>()

  mayTry(linkId: string, now: number): boolean {
    const failures = this.#failures.get(linkId)
    return !failures || failures.until <= now || failures.count < maxFailures
  }

  /** What was noted turned out to be no failure. */
  forgive(linkId: string): void {
    const failures = this.#failures.get(linkId)
    if (failures) failures.count--
  }

  noteFailure(linkId: string, now: number): void {
    for (const [id, { until }] of this.#failures) if (until <= now) this.#failures.delete(id)
    const failures = this.#failures.get(linkId)
    if (failures) failures.count++
    else this.#failures.set(linkId, { count: 1, until: now + windowMs })
  }
}
