import type { StructCursor } from '#collab-server/byte-state/struct-cursor'
import type { StructStore } from '#collab-server/byte-state/struct-store'

const hopsBetweenNotes = 32
const maxNotes = 4_096

/** In how many types each struct of a store lies: found by following it to its root, and noted on the way. */
export class StoredDepths {
  readonly #store: StructStore
  readonly #cursor: StructCursor
  readonly #notes = new Map<number, Map<number, number>>()
  #noted = 0

  constructor(store: StructStore, cursor: StructCursor) {
    this.#store = store
    this.#cursor = cursor
  }

  readonly depthOf = (client: number, clock: number): number | undefined => {
    if (clock >= this.#store.clockOf(client)) return undefined
    const cursor = this.#cursor
    /** Where a note is to be left, and how many steps out of a type had been made there. */
    const places: { readonly client: number; readonly clock: number; readonly steps: number }[] = []
    let [atClient, atClock] = [client, clock]
    let steps = 0
    for (let hops = 0; ; hops++) {
      const noted = this.#notes.get(atClient)?.get(atClock)
      if (noted !== undefined) {
        steps += noted
        break
      }
      if (hops % hopsBetweenNotes === 0) places.push({ client: atClient, clock: atClock, steps })
      this.#store.runOf(atClient).seek(atClock, cursor)
      if (cursor.originClock !== -1) [atClient, atClock] = [cursor.originClient, cursor.originClock]
      else if (cursor.rightClock !== -1) [atClient, atClock] = [cursor.rightClient, cursor.rightClock]
      else if (cursor.parentClock === -1) break
      else {
        ;[atClient, atClock] = [cursor.parentClient, cursor.parentClock]
        steps++
      }
    }
    for (const place of places) this.#note(place.client, place.clock, steps - place.steps)
    return steps
  }

  #note(client: number, clock: number, depth: number): void {
    if (this.#noted >= maxNotes) {
      this.#notes.clear()
      this.#noted = 0
    }
    let notes = this.#notes.get(client)
    if (!notes) this.#notes.set(client, (notes = new Map()))
    notes.set(clock, depth)
    this.#noted++
  }
}
