type TurnsOptions = {
  readonly atOnce: number
  /** Of those, so many for one asker. */
  readonly each: number
  /** Beyond so many who wait, nobody is let in; in all and for one asker. */
  readonly waiting: number
  readonly waitingEach: number
}

type Waiting = { readonly asker: string; readonly begin: () => void }

/** Lets so much of a heavy work be done at once, and the rest wait for its turn. */
export class Turns {
  readonly #options: TurnsOptions
  readonly #running: string[] = []
  readonly #waiting: Waiting[] = []

  constructor(options: TurnsOptions) {
    this.#options = options
  }

  /** Does the work when its turn comes; where too many wait already, nothing is done. */
  async take<T>(asker: string, work: () => Promise<T>): Promise<T | 'tooMany'> {
    if (!this.#isFree(asker)) {
      const { waiting, waitingEach } = this.#options
      if (this.#waiting.length >= waiting) return 'tooMany'
      if (this.#waiting.filter((other) => other.asker === asker).length >= waitingEach) return 'tooMany'
      await new Promise<void>((resolve) => this.#waiting.push({ asker, begin: resolve }))
    } else this.#running.push(asker)
    try {
      return await work()
    } finally {
      this.#running.splice(this.#running.indexOf(asker), 1)
      this.#beginNext()
    }
  }

  #isFree(asker: string): boolean {
    const own = this.#running.filter((other) => other === asker).length
    return this.#running.length < this.#options.atOnce && own < this.#options.each
  }

  /** Who waits has its place among the running before it wakes, so that nobody slips in between. */
  #beginNext(): void {
    const next = this.#waiting.findIndex(({ asker }) => this.#isFree(asker))
    const [begun] = next < 0 ? [] : this.#waiting.splice(next, 1)
    if (!begun) return
    this.#running.push(begun.asker)
    begun.begin()
  }
}
