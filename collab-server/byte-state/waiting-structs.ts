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
  readonly structs: readonly WaitingStruct[]
  /** For each, how far it and those before it reach. */
  readonly reach: readonly number[]
  readonly missingClient: number
  readonly missingClock: number
}

const noStructs: readonly WaitingStruct[] = []

/**
 * Structs whose dependencies have not come: there, given on to everybody, and part of no state vector. What
 * does not touch them costs nothing more for their being here, however many there are.
 */
export class WaitingStructs {
  /** Mostly nothing ever waits. */
  #clients: Map<number, WaitingClient> | undefined
  #bytes = 0
  #count = 0
  /** Of each client that is waited for, the lowest clock; made anew once it is asked for after a change. */
  #missing: Map<number, number> | undefined

  get isEmpty(): boolean {
    return this.#clients === undefined
  }

  get bytes(): number {
    return this.#bytes
  }

  /** How many structs wait. */
  get count(): number {
    return this.#count
  }

  get clients(): Iterable<number> {
    return this.#clients?.keys() ?? []
  }

  of(client: number): readonly WaitingStruct[] {
    return this.#clients?.get(client)?.structs ?? noStructs
  }

  /** Whether all clocks from `start` to `end` are waiting. */
  covers(client: number, start: number, end: number): boolean {
    const waiting = this.#clients?.get(client)
    if (!waiting) return false
    const { structs, reach } = waiting
    let from = start
    for (let index = firstBeyond(reach, start); index < structs.length; index++) {
      const struct = structs[index] as WaitingStruct
      if (struct.clock > from) return false
      from = Math.max(from, struct.end)
      if (from >= end) return true
    }
    return false
  }

  /** Whether something could go on once a client's structs are known up to a clock, and were not before. */
  isMetBy(client: number, clock: number): boolean {
    if (!this.#clients) return false
    this.#missing ??= lowestMissing(this.#clients.values())
    const missing = this.#missing.get(client)
    return missing !== undefined && clock > missing
  }

  /** Replaces what waits of a client. */
  set(client: number, structs: readonly WaitingStruct[], missingClient: number, missingClock: number): void {
    const before = this.of(client)
    this.#bytes += sizeOf(structs) - sizeOf(before)
    this.#count += structs.length - before.length
    this.#missing = undefined
    if (structs.length === 0) {
      this.#clients?.delete(client)
      if (this.#clients?.size === 0) this.#clients = undefined
      return
    }
    this.#clients ??= new Map()
    this.#clients.set(client, { structs, reach: reachOf(structs), missingClient, missingClock })
  }
}

function sizeOf(structs: readonly WaitingStruct[]): number {
  return structs.reduce((sum, { bytes }) => sum + bytes.byteLength, 0)
}

function reachOf(structs: readonly WaitingStruct[]): number[] {
  let furthest = 0
  return structs.map(({ end }) => (furthest = Math.max(furthest, end)))
}

/** The first of ascending numbers that is greater than one. */
function firstBeyond(numbers: readonly number[], than: number): number {
  let [low, high] = [0, numbers.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((numbers[middle] as number) > than) high = middle
    else low = middle + 1
  }
  return low
}

function lowestMissing(clients: Iterable<WaitingClient>): Map<number, number> {
  const lowest = new Map<number, number>()
  for (const { missingClient, missingClock } of clients)
    lowest.set(missingClient, Math.min(missingClock, lowest.get(missingClient) ?? Infinity))
  return lowest
}
