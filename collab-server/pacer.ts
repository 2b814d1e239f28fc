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

  /** `intervalMs`: at least, this time. */
  request(intervalMs = 0): void {
    if (this.#timer || this.#immediate) return
    const waitMs = this.#lastRunAt + Math.max(intervalMs, this.#intervalMs) - performance.now()
    if (waitMs > 0) this.#timer = setTimeout(this.#fire, waitMs)
    else this.#immediate = setImmediate(this.#fire)
  }

  /** What it is there for was just done otherwise. */
  noteRun(): void {
    this.#lastRunAt = performance.now()
  }

  cancel(): void {
    clearTimeout(this.#timer)
    clearImmediate(this.#immediate)
    this.#timer = undefined
    this.#immediate = undefined
  }

  readonly #fire = (): void => {
    this.cancel()
    this.noteRun()
    this.#run()
  }
}
