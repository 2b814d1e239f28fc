/**
 * Runs something at the end of the turn in which it was asked for, but not sooner than an interval after
 * the last time: quiet rooms wait for nobody, busy ones do their work in one go.
 */
export class Pacer {
  readonly #run: () => void
  readonly #intervalMs: number
  #lastRunAt = -Infinity
  #timer: NodeJS.Timeout | undefined
  #immediate: NodeJS.Immediate | undefined

  constructor(intervalMs: number, run: () => void) {
    this.#intervalMs = intervalMs
    this.#run = run
  }

  request(): void {
    if (this.#timer || this.#immediate) return
    const waitMs = this.#lastRunAt + this.#intervalMs - performance.now()
    if (waitMs > 0) this.#timer = setTimeout(this.#fire, waitMs)
    else this.#immediate = setImmediate(this.#fire)
  }

  cancel(): void {
    clearTimeout(this.#timer)
    clearImmediate(this.#immediate)
    this.#timer = undefined
    this.#immediate = undefined
  }

  readonly #fire = (): void => {
    this.cancel()
    this.#lastRunAt = performance.now()
    this.#run()
  }
}
