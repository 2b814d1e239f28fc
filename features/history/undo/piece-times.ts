import * as Y from 'yjs'

import { Clocks, never } from '#features/history/clocks'
import type { DocumentLife } from '#protocol/document-life'

/**
 * When the pieces of a document came and went, by the numbers of entries. The document may be newer than what is known of its
 * life: what happened since counts as one entry more, of nobody known.
 */
export class PieceTimes {
  readonly newest: number
  readonly #life: DocumentLife
  readonly #doc: Y.Doc
  readonly #clocks: Clocks
  readonly #ends = new Map<Y.Item, number>()

  constructor(life: DocumentLife, doc: Y.Doc) {
    this.#life = life
    this.#doc = doc
    this.#clocks = new Clocks(life)
    this.newest = life.times.length + 1
  }

  bornOf(id: Y.ID): number {
    return this.#clocks.bornOf(id) || this.#ofUnknown(id.client, id.clock)
  }

  /** `never` for what is there now. */
  diedOf(item: Y.Item, id: Y.ID = item.id): number {
    return this.#endOf(item, this.#clocks.diedOf(id))
  }

  /** Cuts a piece where the entry that brought or took its letters changes. */
  forEachPart(item: Y.Item, found: (from: number, to: number, born: number, died: number) => void): void {
    this.#clocks.forEachPart(item.id, item.length, (from, to, born, died) =>
      found(from, to, born || this.#ofUnknown(item.id.client, from), this.#endOf(item, died)),
    )
  }

  itemAt({ client, clock }: Y.ID): Y.Item | undefined {
    const structs = this.#doc.store.clients.get(client)
    const last = structs?.at(-1)
    if (!structs || !last || clock >= last.id.clock + last.length) return undefined
    const struct = structs[Y.findIndexSS(structs, clock)]
    return struct instanceof Y.Item ? struct : undefined
  }

  #ofUnknown(client: number, clock: number): number {
    return clock >= (this.#life.births.get(client)?.ends.at(-1) ?? 0) ? this.newest : 0
  }

  /** What is in something goes with it: also what somebody wrote there at that moment, of which no entry says so. */
  #endOf(item: Y.Item, known: number): number {
    const own = known === never && item.deleted ? this.newest : known
    const around = itemAround(item)
    return around ? Math.min(own, this.#endOfType(around)) : own
  }

  #endOfType(item: Y.Item): number {
    const known = this.#ends.get(item)
    if (known !== undefined) return known
    const end = this.diedOf(item)
    this.#ends.set(item, end)
    return end
  }
}

/** The piece that brought the type in which another one is; null at the top. */
export function itemAround({ parent }: Y.Item): Y.Item | null {
  // oxlint-disable-next-line no-underscore-dangle -- a type knows by which piece it came only here
  return parent instanceof Y.AbstractType ? parent._item : null
}
