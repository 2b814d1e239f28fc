import * as Y from 'yjs'

import { never } from '#features/history/clocks'
import type { Fate } from '#features/history/past-view'
import { attributeItems, itemsIn, typeOf } from '#features/history/shared-past'
import { itemAround, type PieceTimes } from '#features/history/undo/piece-times'
import type { TextsWithout } from '#features/history/undo/texts-without'
import type { SharedView, TextPiece } from '#schema/read-nodes'

type Sources = {
  readonly times: PieceTimes
  readonly texts: TextsWithout
  readonly isOut: (sequence: number) => boolean
}

/** How a shared document reads without some entries; or, compared, as it is today with what would go and come back. */
export class ViewWithout implements SharedView {
  readonly #times: PieceTimes
  readonly #texts: TextsWithout
  readonly #isOut: (sequence: number) => boolean
  readonly #compared: boolean
  readonly #there = new Map<Y.Item, boolean>()
  readonly #held = new Map<Y.Item, boolean>()

  constructor({ times, texts, isOut }: Sources, compared: boolean) {
    this.#times = times
    this.#texts = texts
    this.#isOut = isOut
    this.#compared = compared
  }

  /** Undefined for what is not there to be seen. */
  fateOf(item: Y.Item): Fate | undefined {
    const isThere = this.isThere(item)
    if (!this.#compared) return isThere ? 'same' : undefined
    if (this.#isNow(item)) return isThere ? 'same' : this.#showsAny(item) ? 'deleted' : undefined
    return isThere ? 'inserted' : undefined
  }

  /** Whether a block is part of the text without what is left out. */
  isThere(item: Y.Item): boolean {
    let known = this.#there.get(item)
    if (known === undefined) {
      known = this.#decide(item)
      this.#there.set(item, known)
    }
    return known
  }

  childrenOf(parent: Y.XmlFragment | Y.XmlElement): unknown[] {
    const children = [...itemsIn(parent)].filter((item) => typeOf(item))
    const shown = children.filter((item) => this.fateOf(item) !== undefined)
    const first = shown[0]
    if (parent instanceof Y.XmlElement && (!first || startsWrong(parent, first))) {
      // Nothing can be without what its kind begins with: empty, rather than not at all.
      const husk = children.find(
        (item) => this.#isNow(item) && !shown.includes(item) && !startsWrong(parent, item),
      )
      if (husk && typeOf(husk) instanceof Y.XmlElement) shown.unshift(husk)
    }
    return shown.map(typeOf)
  }

  attributesOf(element: Y.XmlElement): Record<string, unknown> {
    // oxlint-disable-next-line no-underscore-dangle -- a type knows by which piece it came only here
    const item = element._item
    const attributes: Record<string, unknown> = {}
    const isGoing = item !== null && !this.isThere(item)
    for (const [name, last] of attributeItems(element)) {
      const set = isGoing ? last : this.#setByOthers(last)
      if (set && (isGoing || this.#holds(set))) attributes[name] = valueOf(set)
    }
    const made = item && this.#times.diedOf(item) !== never && this.#texts.madeOf(item)
    if (!made) return attributes
    // What others have changed about it since.
    for (const [name, last] of attributeItems(made)) {
      if (this.#isOut(this.#times.bornOf(last.id))) continue
      if (this.#times.diedOf(last) === never || this.#holds(last)) attributes[name] = valueOf(last)
      else delete attributes[name]
    }
    return attributes
  }

  piecesOf(text: Y.XmlText): TextPiece[] {
    return this.#texts.piecesOf(text, this.#compared)
  }

  #isNow(item: Y.Item): boolean {
    return this.#times.diedOf(item) === never
  }

  #decide(item: Y.Item): boolean {
    const died = this.#times.diedOf(item)
    if (died !== never && !this.#isOut(died)) return false
    const type = typeOf(item)
    if (type instanceof Y.XmlText) return true
    if (!this.#isOut(this.#times.bornOf(item.id))) return died === never || this.#comesBack(item)
    return this.#holdsWorkOfOthers(item) || (died === never && this.#isOfAKeptTable(item))
  }

  /** Not where others did away with all it held, or took it elsewhere, since somebody left out made another one of it. */
  #comesBack(item: Y.Item): boolean {
    const type = typeOf(item)
    if (!type) return false
    const children = childItems(type)
    const elements = children.filter((child) => typeOf(child) instanceof Y.XmlElement)
    if (elements.length > 0) return elements.some((child) => this.isThere(child))
    const texts = children.map(typeOf).filter((child) => child instanceof Y.XmlText)
    return (
      texts.some((text) => this.#texts.holdsAny(text)) || !texts.some((text) => this.#texts.isGivenUp(text))
    )
  }

  /** Of a block that somebody left out made. */
  #holdsWorkOfOthers(item: Y.Item): boolean {
    const known = this.#held.get(item)
    if (known !== undefined) return known
    const type = typeOf(item)
    const holds =
      type !== null &&
      childItems(type).some((child) => {
        const inner = typeOf(child)
        if (inner instanceof Y.XmlText) return this.#texts.holdsAny(inner)
        const isOut = this.#isOut(this.#times.bornOf(child.id))
        return isOut ? this.#holdsWorkOfOthers(child) : this.isThere(child)
      })
    this.#held.set(item, holds)
    return holds
  }

  /** Rows and cells stay together with those in which others have written, so that a table stays one. */
  #isOfAKeptTable(item: Y.Item): boolean {
    const around = itemAround(item)
    const name = nameOf(item)
    if (!around || !name?.startsWith('table') || name === 'table') return false
    if (this.#isOut(this.#times.bornOf(around.id))) return this.isThere(around)
    const table = itemAround(around)
    const rows = table && typeOf(table)
    if (name === 'tableRow' || !rows) return false
    // Of one new column, all or nothing.
    const born = this.#times.bornOf(item.id)
    return childItems(rows).some((row) => {
      const cells = typeOf(row)
      return (
        cells !== null &&
        childItems(cells).some(
          (cell) => this.#times.bornOf(cell.id) === born && this.#holdsWorkOfOthers(cell),
        )
      )
    })
  }

  /** Whether something that would go is worth showing: not what only gives its letters to another block. */
  #showsAny(item: Y.Item): boolean {
    const type = typeOf(item)
    if (!type) return false
    if (type instanceof Y.XmlText) return this.#texts.piecesOf(type, true).length > 0
    const children = childItems(type).filter((child) => this.#isNow(child) || this.isThere(child))
    const elements = children.filter((child) => typeOf(child) instanceof Y.XmlElement)
    if (elements.length > 0) return elements.some((child) => this.isThere(child) || this.#showsAny(child))
    if (children.length === 0) return true
    return children.some((child) => this.#showsAny(child)) || this.#isEmptyNow(children)
  }

  #isEmptyNow(texts: readonly Y.Item[]): boolean {
    return texts.every((item) => {
      const text = typeOf(item)
      return text instanceof Y.XmlText && [...itemsIn(text)].every((piece) => !this.#isNow(piece))
    })
  }

  /** What others set an attribute to, the last of them; undefined where there is nothing, or they took it away since. */
  #setByOthers(last: Y.Item): Y.Item | undefined {
    for (let set: Y.Item | null = last; set; set = set.left) {
      if (!this.#isOut(this.#times.bornOf(set.id))) return set
      const died = this.#times.diedOf(set)
      if (died !== never && !this.#isOut(died)) return undefined
    }
    return undefined
  }

  #holds(set: Y.Item): boolean {
    const died = this.#times.diedOf(set)
    return died === never || this.#isOut(died)
  }
}

function childItems(type: Y.XmlElement | Y.XmlText): Y.Item[] {
  return type instanceof Y.XmlElement ? [...itemsIn(type)].filter((item) => typeOf(item)) : []
}

function valueOf(set: Y.Item): unknown {
  return set.content.getContent().at(-1)
}

function nameOf(item: Y.Item): string | undefined {
  const type = typeOf(item)
  return type instanceof Y.XmlElement ? type.nodeName : undefined
}

const itemNames: ReadonlySet<string> = new Set(['listItem', 'taskItem'])

/** An item of a list begins with a line of text. */
function startsWrong({ nodeName }: Y.XmlElement, first: Y.Item): boolean {
  return itemNames.has(nodeName) && nameOf(first) !== 'paragraph'
}
