const windowMs = 10 * 60_000

/** What is counted, and how often it may happen within ten minutes. */
const limits = {
  /** Wrong passwords for one account from one network: nobody guesses one, and nobody locks its owner out. */
  signIn: 10,
  /** The same from anywhere, for whoever has many addresses. */
  signInTo: 100,
  /** From one address, such as the one that an office shares; each costs some work. */
  signInFrom: 200,
  signUpFrom: 30,
  /** Pages for signing in that offer passkeys, from one address. */
  passkeyFrom: 300,
  /** Files with everything of one account. */
  export: 5,
  /** New accounts of everybody together, for whoever has many addresses. */
  signUp: 300,
  /** Whoever makes the first account of all, where others need an invitation. */
  firstSignUp: 1,
  /** Mails to one account. */
  mail: 3,
  mailFrom: 30,
  /** Mails to one address that tell of a document, from anybody. */
  shareMail: 6,
  /** The same from one account. */
  shareMailFrom: 60,
  /** Mails to one owner, of those who ask to be let in. */
  requestMail: 6,
} as const

export type AttemptKind = keyof typeof limits

/** Beyond so many different ones of a kind that are not full, the oldest are forgotten. */
const maxCounted = 50_000
/** Of those so many are kept then. */
const keptCounted = 45_000
const tidyEveryMs = 10_000

type Counter = { count: number; readonly until: number }
/** Of one kind. Full ones lie apart: they are kept for their time, whatever else is counted. */
type Counters = { readonly open: Map<string, Counter>; readonly full: Map<string, Counter>; tidiedAt: number }

/** Counts what must not be tried without end. */
export class AuthAttempts {
  readonly #counters = new Map<AttemptKind, Counters>()

  /** Counts one more; false where that is too many. Counted before it is known how it ends, for many come at once. */
  take(kind: AttemptKind, key: string, now: number): boolean {
    const counters = this.#of(kind)
    const { open, full } = counters
    tidy(counters, now)
    if ((full.get(key)?.until ?? 0) > now) return false
    full.delete(key)
    let counter = open.get(key)
    if (!counter || counter.until <= now) {
      open.delete(key)
      counter = { count: 0, until: now + windowMs }
      open.set(key, counter)
    }
    counter.count += 1
    if (counter.count < limits[kind]) return true
    open.delete(key)
    full.set(key, counter)
    return true
  }

  /** What was counted turned out to be right. */
  forgive(kind: AttemptKind, key: string): void {
    const { open, full } = this.#of(kind)
    open.delete(key)
    full.delete(key)
  }

  /** The one that was counted last was none after all; the others stay. */
  giveBack(kind: AttemptKind, key: string): void {
    const { open, full } = this.#of(kind)
    const counter = open.get(key) ?? full.get(key)
    if (!counter) return
    counter.count -= 1
    full.delete(key)
    if (counter.count > 0) open.set(key, counter)
    else open.delete(key)
  }

  #of(kind: AttemptKind): Counters {
    const present = this.#counters.get(kind)
    if (present) return present
    const counters = { open: new Map<string, Counter>(), full: new Map<string, Counter>(), tidiedAt: 0 }
    this.#counters.set(kind, counters)
    return counters
  }
}

/** Not at each: whoever goes through a map from its beginning passes all that was deleted there. */
function tidy(counters: Counters, now: number): void {
  const { open, full } = counters
  if (open.size < maxCounted && now - counters.tidiedAt < tidyEveryMs) return
  counters.tidiedAt = now
  for (const counted of [open, full]) {
    for (const [key, { until }] of counted) if (until <= now) counted.delete(key)
  }
  if (open.size < maxCounted) return
  // The oldest come first.
  for (const key of open.keys()) {
    if (open.size <= keptCounted) return
    open.delete(key)
  }
}
