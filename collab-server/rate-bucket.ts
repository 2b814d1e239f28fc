/** How many seconds' worth may come at once. */
const burstSeconds = 4
/** So many bytes count as one message more. */
const bytesPerToken = 4 << 10
const longestAnswerSeconds = 0.5

/**
 * How much one connection may still send: full at first, refilled at a steady rate, in debt after one big
 * message. The clock is asked only when it is no longer calm, which who merely types never sees.
 */
export class RateBucket {
  readonly #capacity: number
  readonly #perSecond: number
  #tokens: number
  #refilledAt = 0

  /** In messages; 0: no limit. */
  constructor(perSecond: number) {
    this.#perSecond = perSecond
    this.#capacity = perSecond === 0 ? Infinity : perSecond * burstSeconds
    this.#tokens = this.#capacity
  }

  get isEmpty(): boolean {
    return this.#tokens <= 0
  }

  /** Whether it was not used much lately. */
  get isCalm(): boolean {
    return this.#tokens === Infinity || this.#tokens * 4 > this.#capacity * 3
  }

  /** A message of this size came. */
  takeFor(bytes: number): void {
    this.#take(1 + bytes / bytesPerToken)
  }

  /**
   * Something of this size was asked for, in a few bytes. Whoever opens a large document asks for it once, and
   * should not wait for long to write; whoever asks again and again does.
   */
  takeForAnswer(bytes: number): void {
    this.#take(Math.min(bytes / bytesPerToken, this.#perSecond * longestAnswerSeconds))
  }

  /** Adds what time has brought. */
  refill(): void {
    const now = performance.now()
    const earned = ((now - this.#refilledAt) / 1_000) * this.#perSecond
    this.#tokens = Math.min(this.#capacity, this.#tokens + earned)
    this.#refilledAt = now
  }

  /** Fills it up to the half, which makes nobody calm. */
  halfFill(): void {
    this.#tokens = Math.max(this.#tokens, Math.min(this.#tokens + this.#capacity, this.#capacity / 2))
  }

  #take(tokens: number): void {
    if (this.#perSecond === 0) return
    // A full bucket has earned nothing meanwhile.
    if (this.#tokens === this.#capacity) this.#refilledAt = performance.now()
    this.#tokens -= tokens
    if (!this.isCalm) this.refill()
  }
}
