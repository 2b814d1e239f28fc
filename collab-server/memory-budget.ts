/** Below this nobody is asked to go: what honest connections hold in passing. */
const modestBytes = 256 << 10

/** What all connections together may hold of messages that are not done (PROTOCOL L10). */
export class MemoryBudget {
  readonly #maxBytes: number
  #bytes = 0

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes
  }

  get bytes(): number {
    return this.#bytes
  }

  add(bytes: number): void {
    this.#bytes += bytes
  }

  /** Whether the budget is spent and a connection that holds this much is among those that spent it. */
  mustGo(heldBytes: number): boolean {
    return this.#bytes > this.#maxBytes && heldBytes > modestBytes
  }
}
