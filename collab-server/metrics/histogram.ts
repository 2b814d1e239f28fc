/** Counts of what was observed, cumulated on reading as Prometheus wants it. */
export class Histogram {
  /** Upper bounds, rising; what lies above the last one is counted too. */
  readonly bounds: readonly number[]
  readonly #counts: number[]
  #sum = 0

  constructor(bounds: readonly number[]) {
    this.bounds = bounds
    this.#counts = Array.from({ length: bounds.length + 1 }, () => 0)
  }

  observe(value: number): void {
    let index = 0
    while (index < this.bounds.length && value > (this.bounds[index] ?? 0)) index++
    this.#counts[index] = (this.#counts[index] ?? 0) + 1
    this.#sum += value
  }

  /** How many lie at or below each bound, and then how many there are. */
  get cumulated(): readonly number[] {
    let total = 0
    return this.#counts.map((count) => (total += count))
  }

  get sum(): number {
    return this.#sum
  }
}
