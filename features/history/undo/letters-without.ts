import * as Y from 'yjs'

import { never } from '#features/history/clocks'
import type { MovedLetters } from '#features/history/moved-letters'
import { attributeItems, itemsIn, typeOf } from '#features/history/shared-past'
import { LetterMap } from '#features/history/undo/letter-map'
import { itemAround, type PieceTimes } from '#features/history/undo/piece-times'

/**
 * What becomes of letters where some entries are left out. Who moves a letter takes it away and writes it anew: the two are
 * one letter in two places, and whether it is there, and in which place, is told by all that was done to it in any of them.
 */
export class LettersWithout {
  readonly times: PieceTimes
  readonly isOut: (sequence: number) => boolean
  readonly #moved: MovedLetters
  readonly #copies = new LetterMap<Y.ID[]>()
  readonly #apart = new Map<Y.Item, boolean>()

  constructor(times: PieceTimes, moved: MovedLetters, isOut: (sequence: number) => boolean) {
    this.times = times
    this.isOut = isOut
    this.#moved = moved
    moved.forEach((letter, source) => {
      const copies = this.#copies.get(source)
      if (copies) copies.push(letter)
      else this.#copies.set(source, [letter])
    })
  }

  /** Whether a letter stands in this place. */
  isThere(id: Y.ID, died: number): boolean {
    if (!this.#isOthers(id) || this.#isAroundGone(id) || !this.#isPlaced(id)) return false
    if (died === never) return true
    return this.isOut(died) && this.#isOnlyMovedBack(id)
  }

  /** Whether a letter stands in this place again, from where somebody left out had moved it. */
  isMovedBack(id: Y.ID, died: number): boolean {
    return this.#copies.get(id) !== undefined && died !== never && this.isThere(id, died)
  }

  /** Where a letter that was moved stands instead, whether or not it is there still; undefined where it was not. */
  homeOf(id: Y.ID): Y.ID | undefined {
    if (!this.#isOutAt(id) || !this.#isOthers(id) || this.#isPlaced(id)) return undefined
    return this.#placeBefore(id)
  }

  /** Whether a letter stands in another place today. */
  isElsewhereNow(id: Y.ID): boolean {
    return (this.#copies.get(id) ?? []).some(
      (copy) => this.#diedOf(copy) === never || this.isElsewhereNow(copy),
    )
  }

  /** All places of a letter, from the first to the last. */
  placesOf(id: Y.ID): Y.ID[] {
    const places = [id]
    for (let at = this.#sourceOf(id); at; at = this.#sourceOf(at)) places.unshift(at)
    for (let at = this.#copies.get(id)?.at(-1); at; at = this.#copies.get(at)?.at(-1)) places.push(at)
    return places
  }

  /** Who wrote a letter first, by the entry. */
  writtenIn(id: Y.ID): number {
    return this.times.bornOf(this.#moved.originOf(id.client, id.clock))
  }

  /** Calls back with each letter that stands elsewhere without what is left out. */
  forEachMoved(found: (letter: Y.ID) => void): void {
    this.#moved.forEach((letter) => {
      if (this.homeOf(letter)) found(letter)
    })
  }

  /** Whether this is known to have been withheld: its place is given up, as others did away with it where it was moved. */
  isWithheld(id: Y.ID, died: number): boolean {
    return (
      died !== never &&
      this.isOut(died) &&
      this.#isOthers(id) &&
      this.#isPlaced(id) &&
      !this.#isOnlyMovedBack(id)
    )
  }

  #sourceOf({ client, clock }: Y.ID): Y.ID | undefined {
    return this.#moved.sourceOf(client, clock)
  }

  #isOutAt(id: Y.ID): boolean {
    return this.isOut(this.times.bornOf(id))
  }

  #diedOf(id: Y.ID): number {
    const item = this.times.itemAt(id)
    return item ? this.times.diedOf(item, id) : this.times.newest
  }

  /** Not written by who is left out, nor brought back by them after it was deleted. */
  #isOthers(id: Y.ID): boolean {
    for (let at = id; ;) {
      const source = this.#sourceOf(at)
      const isOut = this.#isOutAt(at)
      if (!source) return !isOut
      if (isOut && !this.isOut(this.#diedOf(source))) return false
      at = source
    }
  }

  /** Whether a place is one that counts: one to which others brought it, or that it cannot leave. */
  #isPlaced(id: Y.ID): boolean {
    if (!this.#isOutAt(id)) return true
    const home = this.#placeBefore(id)
    return home === undefined || this.#isAroundGone(home) || this.#standsApart(id)
  }

  #placeBefore(id: Y.ID): Y.ID | undefined {
    for (let at = this.#sourceOf(id); at; at = this.#sourceOf(at)) if (this.#isPlaced(at)) return at
    return undefined
  }

  /** Of a letter that somebody left out took from its place: whether nobody else took it from where it came to be. */
  #isOnlyMovedBack(id: Y.ID): boolean {
    const copies = this.#copies.get(id) ?? []
    if (copies.length === 0) return true
    return copies.some((copy) => {
      if (this.#isPlaced(copy)) return false
      const died = this.#diedOf(copy)
      return died === never || (this.isOut(died) && this.#isOnlyMovedBack(copy))
    })
  }

  /** Whether others have done away with what a letter stands in. */
  #isAroundGone(id: Y.ID): boolean {
    const item = this.times.itemAt(id)
    const around = item ? itemAround(item) : null
    if (!around) return true
    const died = this.times.diedOf(around)
    return died !== never && !this.isOut(died)
  }

  /** Of a letter in the other half of what was split: whether others' work has come to need the break. */
  #standsApart(id: Y.ID): boolean {
    const source = this.#sourceOf(id)
    const [other, first] = [this.#blockOf(id), source && this.#blockOf(source)]
    if (!other || !first || other === first) return false
    const known = this.#apart.get(other)
    if (known !== undefined) return known
    const apart =
      this.isOut(this.times.bornOf(other.id)) &&
      this.times.diedOf(first) === never &&
      first.parent === other.parent &&
      (this.#isNewBetween(first, other) || this.#isStyled(other))
    this.#apart.set(other, apart)
    return apart
  }

  #blockOf(id: Y.ID): Y.Item | null {
    const item = this.times.itemAt(id)
    const text = item && itemAround(item)
    return text ? itemAround(text) : null
  }

  #isNewBetween(one: Y.Item, other: Y.Item): boolean {
    if (!(one.parent instanceof Y.XmlFragment)) return false
    let inside = false
    for (const item of itemsIn(one.parent)) {
      if (item === one || item === other) {
        if (inside) return false
        inside = true
      } else if (inside && typeOf(item) && this.#isNewerWorkOfOthers(item, other)) return true
    }
    return false
  }

  #isStyled(block: Y.Item): boolean {
    const element = typeOf(block)
    if (!(element instanceof Y.XmlElement)) return false
    return [...attributeItems(element).values()].some((set) => this.#isNewerWorkOfOthers(set, block))
  }

  #isNewerWorkOfOthers(item: Y.Item, than: Y.Item): boolean {
    const born = this.times.bornOf(item.id)
    return this.times.diedOf(item) === never && !this.isOut(born) && born > this.times.bornOf(than.id)
  }
}
