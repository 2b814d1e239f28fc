import type { StructCursor } from '#collab-server/byte-state/struct-cursor'
import type { StructStore } from '#collab-server/byte-state/struct-store'
import { ProtocolError } from '#protocol/protocol-error'

const hopsBetweenNotes = 32
const maxNotes = 8_192
/** Of one walk; a longer one leaves them further apart, so that it does not push its own out. */
const maxPlaces = 1_024
/**
 * How many structs may be read or gone to for one update, which takes half a second. The longest honest way is
 * along all siblings that were ever in a document, each read once; the next way ends at a note.
 */
const mostWork = 1 << 23
/** Of so many clients the structs read last are kept while an update is looked at. */
const maxNeighbourhoods = 256

/** A struct on the way, and how many steps out of a type had been made there. */
type Place = { readonly client: number; readonly clock: number; readonly steps: number }

/** What some structs of a client that follow each other hang on. */
class Neighbourhood {
  readonly #clocks: number[] = []
  readonly #nextClient: number[] = []
  /** -1 in a root. */
  readonly #nextClock: number[] = []
  /** Whether that is the type it lies in, and not a struct beside it. */
  readonly #isWithin: boolean[] = []
  #end = 0

  get size(): number {
    return this.#clocks.length
  }

  add(clock: number, cursor: StructCursor): void {
    this.#clocks.push(clock)
    this.#end = clock + cursor.length
    const { originClock, rightClock } = cursor
    this.#isWithin.push(originClock === -1 && rightClock === -1 && cursor.parentClock !== -1)
    if (originClock !== -1) this.#hang(cursor.originClient, originClock)
    else if (rightClock !== -1) this.#hang(cursor.rightClient, rightClock)
    else this.#hang(cursor.parentClient, cursor.parentClock)
  }

  holds(clock: number): boolean {
    return clock < this.#end && clock >= (this.#clocks[0] ?? Infinity)
  }

  nextOf(clock: number): { readonly client: number; readonly clock: number; readonly isWithin: boolean } {
    let [low, high] = [0, this.#clocks.length - 1]
    while (low < high) {
      const middle = (low + high + 1) >>> 1
      if ((this.#clocks[middle] as number) <= clock) low = middle
      else high = middle - 1
    }
    return {
      client: this.#nextClient[low] as number,
      clock: this.#nextClock[low] as number,
      isWithin: this.#isWithin[low] as boolean,
    }
  }

  #hang(client: number, clock: number): void {
    this.#nextClient.push(client)
    this.#nextClock.push(clock)
  }
}

/** In how many types each struct of a store lies: found by following it to its root, and noted on the way. */
export class StoredDepths {
  readonly #store: StructStore
  readonly #cursor: StructCursor
  readonly #notes = new Map<number, Map<number, number>>()
  readonly #near = new Map<number, Neighbourhood>()
  readonly #maxWork: number
  #noted = 0
  #workLeft: number

  constructor(store: StructStore, cursor: StructCursor, maxWork = mostWork) {
    this.#store = store
    this.#cursor = cursor
    this.#maxWork = this.#workLeft = maxWork
  }

  /** What is asked from here on is for another update, before which the store may have changed. */
  begin(): void {
    this.#workLeft = this.#maxWork
    this.#near.clear()
  }

  /** Undefined of a struct that is not there. @throws {ProtocolError} `tooBig`: it takes too long to find out. */
  readonly depthOf = (client: number, clock: number): number | undefined => {
    if (clock >= this.#store.clockOf(client)) return undefined
    let places: Place[] = []
    let spacing = hopsBetweenNotes
    let [atClient, atClock] = [client, clock]
    let steps = 0
    for (let hops = 0; ; hops++) {
      const noted = this.#notes.get(atClient)?.get(atClock)
      if (noted !== undefined) {
        steps += noted
        break
      }
      if (hops % spacing === 0) places.push({ client: atClient, clock: atClock, steps })
      if (places.length === maxPlaces) {
        places = places.filter((_place, index) => index % 2 === 0)
        spacing *= 2
      }
      this.#work(1)
      const next = this.#neighbourhood(atClient, atClock).nextOf(atClock)
      if (next.clock === -1) break
      if (next.isWithin) steps++
      ;[atClient, atClock] = [next.client, next.clock]
    }
    if (this.#noted + places.length > maxNotes) {
      this.#notes.clear()
      this.#noted = 0
    }
    for (const place of places) this.#note(place.client, place.clock, steps - place.steps)
    return steps
  }

  #neighbourhood(client: number, clock: number): Neighbourhood {
    const known = this.#near.get(client)
    if (known?.holds(clock)) return known
    const read = new Neighbourhood()
    this.#store.runOf(client).readNear(clock, this.#cursor, (at) => read.add(at, this.#cursor))
    this.#work(read.size)
    if (this.#near.size >= maxNeighbourhoods) this.#near.clear()
    this.#near.set(client, read)
    return read
  }

  #work(count: number): void {
    this.#workLeft -= count
    if (this.#workLeft < 0) throw new ProtocolError('tooBig', 'hangs on too much for one update')
  }

  #note(client: number, clock: number, depth: number): void {
    let notes = this.#notes.get(client)
    if (!notes) this.#notes.set(client, (notes = new Map()))
    notes.set(clock, depth)
    this.#noted++
  }
}
