import { ByteCursor } from './byte-cursor.ts'

const maxProblems = 5

/** The clocks of awareness somebody received: never backwards, never the same twice, the newest in the end. */
export class ReceivedCarets {
  readonly problems: string[] = []
  /** Awareness states that came; a server may leave out those that a newer one has replaced. */
  states = 0
  readonly #clocks = new Map<number, number>()
  readonly #sent: ReadonlyMap<number, number>
  readonly #own: number | undefined

  /** `sent`: the newest clock of each client so far; `own`: whose own need not come back to it. */
  constructor(sent: ReadonlyMap<number, number>, own?: number) {
    this.#sent = sent
    this.#own = own
  }

  isComplete(): boolean {
    for (const [clientId, clock] of this.#sent) {
      if (clientId !== this.#own && (this.#clocks.get(clientId) ?? 0) < clock) return false
    }
    return true
  }

  readAwareness(bytes: Uint8Array, start: number, end: number): void {
    const cursor = new ByteCursor(bytes, start, end)
    for (let count = cursor.readVarUint(); count > 0; count--) {
      const clientId = cursor.readVarUint()
      const clock = cursor.readVarUint()
      cursor.skip(cursor.readVarUint())
      const known = this.#clocks.get(clientId)
      if (known !== undefined && clock <= known && this.problems.length < maxProblems) {
        this.problems.push(`caret of client ${clientId}: ${clock} came after ${known}`)
      }
      this.#clocks.set(clientId, clock)
      this.states++
    }
  }
}
