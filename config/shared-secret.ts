/** A secret and when it begins to sign; milliseconds since the epoch, 0 for the first there was. */
export type DatedSecret = { readonly text: string; readonly signsFrom: number }

/** The secret that the app and the collab server share, which may be changed while both run. */
export type SharedSecret = {
  /** The one that signs now. */
  signing(): string
  /** Those whose signatures count, for what is signed for `longestMs` at most; the newest first. */
  accepted(longestMs: number): readonly string[]
}

/**
 * How long a new secret waits before it signs. Every process looks for one each second at most when it signs or
 * checks, so each knows it before the first signature is made with it, and nobody has to be told.
 */
export const secretLeadMs = 5000
const lookAgainMs = 1000

/** A secret that stands in the environment: it changes with a restart. */
export function fixedSecret(text: string): SharedSecret {
  return { signing: () => text, accepted: () => [text] }
}

/** The one that is to sign at a time, of those in the order in which they were made. */
export function signingAt(secrets: readonly DatedSecret[], now: number): string {
  const begun = secrets.findLast(({ signsFrom }) => signsFrom <= now) ?? secrets[0]
  if (begun === undefined) throw new Error('there is no secret')
  return begun.text
}

/** Those that have not yet been without use for as long as what they signed can last. */
export function stillAccepted(
  secrets: readonly DatedSecret[],
  longestMs: number,
  now: number,
): readonly DatedSecret[] {
  return secrets.filter((_, at) => now - retiredAt(secrets, at) < longestMs)
}

/** When another one took its place, or will. */
const retiredAt = (secrets: readonly DatedSecret[], at: number): number =>
  secrets[at + 1]?.signsFrom ?? Infinity

/**
 * Secrets that are read again where they are kept; what cannot be read leaves those that are known. One that was without
 * use before this process began does not count: tokens from before that are not taken anyway, and whoever has got hold
 * of it is rid of it with a restart.
 */
export class ChangingSecret implements SharedSecret {
  readonly #read: () => readonly DatedSecret[]
  readonly #now: () => number
  readonly #onProblem: (error: unknown) => void
  readonly #startedAt: number
  #secrets: readonly DatedSecret[]
  #readAt: number

  /** @throws what `read` throws the first time */
  constructor(
    read: () => readonly DatedSecret[],
    { onProblem, now = () => Date.now() }: { onProblem: (error: unknown) => void; now?: () => number },
  ) {
    this.#read = read
    this.#now = now
    this.#onProblem = onProblem
    this.#startedAt = now()
    this.#secrets = this.#unretired(read())
    this.#readAt = this.#startedAt
  }

  signing(): string {
    this.#look()
    return signingAt(this.#secrets, this.#now())
  }

  accepted(longestMs: number): readonly string[] {
    this.#look()
    return stillAccepted(this.#secrets, longestMs, this.#now())
      .map(({ text }) => text)
      .toReversed()
  }

  #unretired(secrets: readonly DatedSecret[]): readonly DatedSecret[] {
    return secrets.filter((_, at) => retiredAt(secrets, at) > this.#startedAt)
  }

  #look(): void {
    const now = this.#now()
    // A clock that was set back is no reason to wait for as long.
    if (now >= this.#readAt && now - this.#readAt < lookAgainMs) return
    this.#readAt = now
    try {
      this.#secrets = this.#unretired(this.#read())
    } catch (error) {
      this.#onProblem(error)
    }
  }
}
