import * as Y from 'yjs'

import type { Clocks } from '#features/history/clocks'
import type { MovedLetters } from '#features/history/moved-letters'
import { traceMark, type Trace } from '#features/history/past-schema'
import { attributeItems, itemsIn, typeOf } from '#features/history/shared-past'
import type { SharedView, TextPiece } from '#schema/read-nodes'

/** What is looked at: a version; with `since`, what became of an earlier one up to it. Numbers of entries. */
export type Moment = {
  readonly at: number
  readonly since?: number
  /** Of a version: whether letters say who wrote them. */
  readonly withWriters?: boolean
}

export type Fate = 'same' | 'inserted' | 'deleted'

type Attributes = Record<string, unknown>

/** How the shared document of all times reads at a moment. */
export class PastView implements SharedView {
  readonly #clocks: Clocks
  readonly #movedLetters: () => MovedLetters
  readonly #moment: Moment
  readonly #writerOf: (sequence: number) => number
  /** Letters of the earlier version that stand elsewhere in the later one, by client. */
  #movedOn: Map<number, Set<number>> | undefined

  /** `movedLetters` is asked for where letters are traced. */
  constructor(
    moment: Moment,
    past: { clocks: Clocks; movedLetters: () => MovedLetters; writerOf: (sequence: number) => number },
  ) {
    this.#moment = moment
    this.#clocks = past.clocks
    this.#movedLetters = past.movedLetters
    this.#writerOf = past.writerOf
  }

  get #moved(): MovedLetters {
    return this.#movedLetters()
  }

  /** Undefined for what is not there to be seen. */
  fateOf(item: Y.Item): Fate | undefined {
    return this.#fate(this.#clocks.bornOf(item.id), this.#clocks.diedOf(item.id))
  }

  childrenOf(parent: Y.XmlFragment | Y.XmlElement): unknown[] {
    const children: unknown[] = []
    for (const item of itemsIn(parent)) {
      const type = typeOf(item)
      const fate = type && this.fateOf(item)
      if (type && fate && this.shows(type, fate)) children.push(type)
    }
    return children
  }

  /** What only gave its letters to another block is no loss. */
  shows(type: Y.XmlElement | Y.XmlText, fate: Fate): boolean {
    return fate !== 'deleted' || this.#holdsAnything(type)
  }

  attributesOf(element: Y.XmlElement): Attributes {
    const { at, since = at } = this.#moment
    // oxlint-disable-next-line no-underscore-dangle -- a type knows by which piece it came only here
    const item = element._item
    const moment = item && this.fateOf(item) === 'deleted' ? since : at
    const attributes: Attributes = {}
    for (const [name, last] of attributeItems(element)) {
      let set: Y.Item | null = last
      while (set && this.#clocks.bornOf(set.id) > moment) set = set.left
      if (set && this.#clocks.diedOf(set.id) > moment) attributes[name] = set.content.getContent().at(-1)
    }
    return attributes
  }

  piecesOf(text: Y.XmlText): TextPiece[] {
    const { at, since } = this.#moment
    const pieces = new Pieces()
    let [after, before]: [Attributes, Attributes] = [{}, {}]
    for (const item of itemsIn(text)) {
      const { content } = item
      if (content instanceof Y.ContentFormat) {
        if (this.#clocks.isAlive(item.id, at)) after = withFormat(after, content)
        if (since !== undefined && this.#clocks.isAlive(item.id, since)) before = withFormat(before, content)
      } else if (content instanceof Y.ContentString) {
        this.#clocks.forEachPart(item.id, item.length, (from, to, born, died) => {
          const fate = this.#fate(born, died)
          if (!fate) return
          const letters = content.str.slice(from - item.id.clock, to - item.id.clock)
          const attributes = fate === 'deleted' ? before : after
          const id = Y.createID(item.id.client, from)
          if (fate !== 'same' || this.#moment.withWriters)
            this.#addTraced(pieces, letters, attributes, { fate, id, died })
          else pieces.add(letters, attributes, null)
        })
      }
    }
    return pieces.all
  }

  #fate(born: number, died: number): Fate | undefined {
    const { at, since } = this.#moment
    const isAfter = born <= at && died > at
    if (since === undefined) return isAfter ? 'same' : undefined
    const isBefore = born <= since && died > since
    if (isAfter) return isBefore ? 'same' : 'inserted'
    return isBefore ? 'deleted' : undefined
  }

  /** Letter by letter: each may have come from elsewhere, and be somebody else's. */
  #addTraced(
    pieces: Pieces,
    letters: string,
    attributes: Attributes,
    { fate, id, died }: { fate: Fate; id: Y.ID; died: number },
  ): void {
    for (let index = 0; index < letters.length; index++) {
      const letter = letters[index] as string
      const clock = id.clock + index
      const trace = this.#traceOf(fate, id.client, clock, died)
      if (trace !== 'hidden') pieces.add(letter, attributes, trace)
    }
  }

  #traceOf(fate: Fate, client: number, clock: number, died: number): Trace | null | 'hidden' {
    if (fate === 'deleted') {
      if (this.#haveMovedOn.get(client)?.has(clock)) return 'hidden'
      return { kind: 'deleted', person: this.#writerOf(died) }
    }
    if (fate === 'inserted' && this.#stoodBefore(client, clock)) return null
    const born = this.#clocks.bornOf(this.#moved.originOf(client, clock))
    return { kind: fate === 'inserted' ? 'inserted' : 'written', person: this.#writerOf(born) }
  }

  /** Whether a letter was in the earlier version, in another place. */
  #stoodBefore(client: number, clock: number): boolean {
    return this.#earlierPlace(client, clock) !== undefined
  }

  #earlierPlace(client: number, clock: number): Y.ID | undefined {
    const { since = 0 } = this.#moment
    let source = this.#moved.sourceOf(client, clock)
    while (source && !this.#clocks.isAlive(source, since)) {
      source = this.#moved.sourceOf(source.client, source.clock)
    }
    return source
  }

  get #haveMovedOn(): ReadonlyMap<number, ReadonlySet<number>> {
    if (this.#movedOn) return this.#movedOn
    const movedOn = new Map<number, Set<number>>()
    this.#moved.forEach((letter) => {
      if (!this.#clocks.isAlive(letter, this.#moment.at)) return
      const place = this.#earlierPlace(letter.client, letter.clock)
      if (!place) return
      const clocks = movedOn.get(place.client) ?? new Set()
      movedOn.set(place.client, clocks.add(place.clock))
    })
    return (this.#movedOn = movedOn)
  }

  #holdsAnything(type: Y.XmlElement | Y.XmlText): boolean {
    if (type instanceof Y.XmlText) return this.piecesOf(type).length > 0
    let [isLeaf, holds] = [true, false]
    for (const item of itemsIn(type)) {
      const child = typeOf(item)
      if (!child) continue
      isLeaf = false
      if (this.fateOf(item) && this.#holdsAnything(child)) holds = true
    }
    return isLeaf || holds
  }
}

function withFormat(attributes: Attributes, { key, value }: Y.ContentFormat): Attributes {
  const changed = { ...attributes }
  if (value === null) delete changed[key]
  else changed[key] = value
  return changed
}

/** Letters with the same about them, in one piece. */
class Pieces {
  readonly all: { insert: string; attributes: Attributes }[] = []
  #attributes: Attributes | undefined
  #trace: Trace | null = null

  add(letters: string, attributes: Attributes, trace: Trace | null): void {
    const last = this.all.at(-1)
    const isSame =
      attributes === this.#attributes &&
      trace?.kind === this.#trace?.kind &&
      trace?.person === this.#trace?.person
    if (last && isSame) last.insert += letters
    else {
      this.all.push({
        insert: letters,
        attributes: trace ? { ...attributes, [traceMark]: trace } : attributes,
      })
    }
    this.#attributes = attributes
    this.#trace = trace
  }
}
