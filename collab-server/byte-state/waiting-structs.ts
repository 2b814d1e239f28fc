/** A struct that cannot be integrated yet. */
export type WaitingStruct = {
  readonly clock: number
  readonly end: number
  /** The struct alone. */
  readonly bytes: Uint8Array
}

/** A client's structs, and what the first of them waits for. */
type WaitingClient = {
  /** By clock; they may overlap. */
  structs: readonly WaitingStruct[]
  missingClient: number
  missingClock: number
}

const noStructs: readonly WaitingStruct[] = []

/** Structs whose dependencies have not come: there, given on to everybody, and part of no state vector. */
export class WaitingStructs {
  /** Mostly nothing ever waits. */
  #clients: Map<number, WaitingClient> | undefined
  #bytes = 0

  get isEmpty(): boolean {
    return this.#clients === undefined
  }

  get bytes(): number {
    return this.#bytes
  }

  get clients(): Iterable<number> {
    return this.#clients?.keys() ?? []
  }

  of(client: number): readonly WaitingStruct[] {
    return this.#clients?.get(client)?.structs ?? noStructs
  }

  /** Whether all clocks from `start` to `end` are waiting. */
  covers(client: number, start: number, end: number): boolean {
    let from = start
    for (const struct of this.of(client)) {
      if (struct.clock > from) return false
      from = Math.max(from, struct.end)
      if (from >= end) return true
    }
    return false
  }

  /** Whether something could go on now. */
  isMet(clockOf: (client: number) => number): boolean {
    for (const { missingClient, missingClock } of this.#clients?.values() ?? [])
      if (clockOf(missingClient) > missingClock) return true
    return false
  }

  /** Replaces what waits of a client. */
  set(client: number, structs: readonly WaitingStruct[], missingClient: number, missingClock: number): void {
    this.#bytes -= sizeOf(this.of(client))
    if (structs.length === 0) {
      this.#clients?.delete(client)
      if (this.#clients?.size === 0) this.#clients = undefined
      return
    }
    this.#bytes += sizeOf(structs)
    this.#clients ??= new Map()
    this.#clients.set(client, { structs, missingClient, missingClock })
  }
}

function sizeOf(structs: readonly WaitingStruct[]): number {
  return structs.reduce((sum, { bytes }) => sum + bytes.byteLength, 0)
}
