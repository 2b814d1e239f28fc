import type { StructCursor } from '#collab-server/byte-state/struct-cursor'
import type { StructStore } from '#collab-server/byte-state/struct-store'
import { ProtocolError } from '#protocol/protocol-error'

const hopsBetweenNotes = 32
const maxNotes = 8_192
/** Of one walk; a longer one leaves them further apart, so that it does not push its own out. */
const maxPlaces = 1_024
/**
 * From struct to struct, for one update. The longest honest way is along all siblings that were ever in a
 * document, and is gone once: the next one ends at a note.
 */
const maxHops = 1 << 17

/** A struct on the way, and how many steps out of a type had been made there. */
type Place = { readonly client: number; readonly clock: number; readonly steps: number }

/** In how many types each struct of a store lies: found by following it to its root, and noted on the way. */
export class StoredDepths {
  readonly #store: StructStore
  readonly #cursor: StructCursor
  readonly #notes = new Map<number, Map<number, number>>()
  #noted = 0
  #hopsLeft = maxHops

  constructor(store: StructStore, cursor: StructCursor) {
    this.#store = store
    this.#cursor = cursor
  }

  /** What is asked from here on is for another update. */
  begin(): void {
    this.#hopsLeft = maxHops
  }

  /** Undefined of a struct that is not there. @throws {ProtocolError} `tooBig`: it takes too long to find out. */
  readonly depthOf = (client: number, clock: number): number | undefined => {
    if (clock >= this.#store.clockOf(client)) return undefined
    const cursor = this.#cursor
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
      if (--this.#hopsLeft < 0) throw new ProtocolError('tooBig', 'hangs on too much for one update')
      if (hops % spacing === 0) places.push({ client: atClient, clock: atClock, steps })
      if (places.length === maxPlaces) {
        places = places.filter((_place, index) => index % 2 === 0)
        spacing *= 2
      }
      this.#store.runOf(atClient).seek(atClock, cursor)
      if (cursor.originClock !== -1) [atClient, atClock] = [cursor.originClient, cursor.originClock]
      else if (cursor.rightClock !== -1) [atClient, atClock] = [cursor.rightClient, cursor.rightClock]
      else if (cursor.parentClock === -1) break
      else {
        ;[atClient, atClock] = [cursor.parentClient, cursor.parentClock]
        steps++
      }
    }
    if (this.#noted + places.length > maxNotes) {
      this.#notes.clear()
      this.#noted = 0
    }
    for (const place of places) this.#note(place.client, place.clock, steps - place.steps)
    return steps
  }

  #note(client: number, clock: number, depth: number): void {
    let notes = this.#notes.get(client)
    if (!notes) this.#notes.set(client, (notes = new Map()))
    notes.set(clock, depth)
    this.#noted++
  }
}
