const windowMs = 10 * 60_000

/** What is counted, and how often it may happen within ten minutes. */
const limits = {
  /** Wrong passwords for one account, from anywhere: nobody guesses one, and nobody locks its owner out for long. */
  signIn: 10,
  /** From one address, such as the one that an office shares; each costs some work. */
  signInFrom: 200,
  signUpFrom: 30,
  /** New accounts of everybody together, for whoever has many addresses. */
  signUp: 300,
  /** Mails to one account. */
  mail: 3,
  mailFrom: 30,
  /** Mails to one address that tell of a document, from anybody. */
  shareMail: 6,
  /** The same from one account. */
  shareMailFrom: 60,
} as const

export type AttemptKind = keyof typeof limits

/** Beyond so many different ones at once, the oldest are forgotten. */
const maxCounted = 50_000

/** Counts what must not be tried without end. */
export class AuthAttempts {
  readonly #counted = new Map<string, { count: number; until: number }>()

  /** Counts one more; false where that is too many. Counted before it is known how it ends, for many come at once. */
  take(kind: AttemptKind, key: string, now: number): boolean {
    const name = `${kind} ${key}`
    const present = this.#counted.get(name)
    if (present && present.until > now) {
      if (present.count >= limits[kind]) return false
      present.count++
      return true
    }
    this.#counted.delete(name)
    this.#forget(now)
    this.#counted.set(name, { count: 1, until: now + windowMs })
    return true
  }

  /** What was counted turned out to be right. */
  forgive(kind: AttemptKind, key: string): void {
    this.#counted.delete(`${kind} ${key}`)
  }

  #forget(now: number): void {
    // The oldest come first, and end first.
    for (const [name, { until }] of this.#counted) {
      if (until > now && this.#counted.size < maxCounted) return
      this.#counted.delete(name)
    }
  }
}
