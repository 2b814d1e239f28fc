import type { Role } from '#access/roles'
import type { SessionTimings } from '#features/editor/session/timings'

/** What the app says when asked for a document token; a rejected request means "could not ask". */
export type TokenAnswer =
  | { outcome: 'granted'; token: string; expiresAt: number; role: Role }
  | { outcome: 'gone' }
  | { outcome: 'forbidden' }

/** A token to connect with (its role only if it is news), or why there is none. */
export type TokenResult =
  | { outcome: 'granted'; token: string; role?: Role }
  | { outcome: 'gone' | 'forbidden' | 'unavailable' }

/**
 * Holds the document token and asks the app for another before the present one can have expired. Age
 * is measured here rather than read from the expiry, since this device's clock may be wrong.
 */
export class TokenKeeper {
  #token: string
  #obtainedAt = Date.now()
  #answeredAt = -Infinity
  #doubt: 'none' | 'likely' | 'certain' = 'none'
  readonly #request: () => Promise<TokenAnswer>
  readonly #timings: SessionTimings

  constructor(token: string, request: () => Promise<TokenAnswer>, timings: SessionTimings) {
    this.#token = token
    this.#request = request
    this.#timings = timings
  }

  /** `certain`: the token was refused as such and is not used again; `likely`: it may be the reason. */
  distrust(doubt: 'likely' | 'certain'): void {
    if (this.#doubt !== 'certain') this.#doubt = doubt
  }

  /** A fresh token for a connection that goes on with it. */
  async renew(): Promise<TokenResult> {
    return this.#take(await this.#ask()) ?? { outcome: 'unavailable' }
  }

  async get(): Promise<TokenResult> {
    const now = Date.now()
    const old = now - this.#obtainedAt > this.#timings.tokenFreshMs
    // A refusal right after the app has answered is the collab server being away: no need to ask each time.
    const doubtful = this.#doubt === 'likely' && now - this.#answeredAt > this.#timings.tokenDoubtMs
    if (this.#doubt !== 'certain' && !doubtful && !old) return { outcome: 'granted', token: this.#token }
    const taken = this.#take(await this.#ask())
    if (taken) return taken
    // The app is away, the collab server may not be: an old token is worth a try.
    return this.#doubt === 'certain' ? { outcome: 'unavailable' } : { outcome: 'granted', token: this.#token }
  }

  #take(answer: TokenAnswer | undefined): TokenResult | undefined {
    if (!answer) return undefined
    this.#answeredAt = Date.now()
    if (answer.outcome !== 'granted') return answer
    this.#token = answer.token
    this.#obtainedAt = Date.now()
    this.#doubt = 'none'
    return { outcome: 'granted', token: answer.token, role: answer.role }
  }

  async #ask(): Promise<TokenAnswer | undefined> {
    let timer: ReturnType<typeof setTimeout> | undefined
    const timeout = new Promise<undefined>((resolve) => {
      timer = setTimeout(() => resolve(undefined), this.#timings.tokenTimeoutMs)
    })
    try {
      return await Promise.race([this.#request(), timeout])
    } catch {
      // Being unable to ask is an expected state here, shown as "Reconnecting…" while we try again.
      return undefined
    } finally {
      clearTimeout(timer)
    }
  }
}
