import * as Y from 'yjs'

import { itemsIn } from '#features/history/shared-past'
import type { DocumentLife, LifeRanges } from '#protocol/document-life'

/** Longer texts that come and go at once were not moved by a key. */
const longestMoved = 100_000
/** Fewer letters that come together are as likely typed. */
const leastBrought = 3
/** So many of somebody's deletions are looked through for what they bring back. */
const mostRemembered = 30

type Letters = { text: string; ids: { client: number; clock: number; length: number }[] }

/**
 * Which letters are others again: who presses Enter within a line, or makes a heading of it, takes letters away and writes
 * the same ones in another place, as one edit. Who undoes a deletion, or pastes what they have cut, writes them later. Whose
 * they were they stay.
 */
export class MovedLetters {
  readonly #clients: number[]
  readonly #places: ReadonlyMap<number, number>
  readonly #sources = new Map<number, number>()

  constructor(life: DocumentLife, doc: Y.Doc) {
    this.#clients = [...life.births.keys()]
    this.#places = new Map(this.#clients.map((client, place) => [client, place]))
    const dead = bySequence(life.deaths, () => true)
    const born = bySequence(life.births, (sequence, length) => length >= leastBrought || dead.has(sequence))
    const taken = new Map<number, Letters[]>()
    const sequences = new Set([...dead.keys(), ...born.keys()])
    for (const sequence of [...sequences].toSorted((one, other) => one - other)) {
      const writer = life.writers[sequence - 1] ?? 0
      const before = taken.get(writer) ?? []
      const deaths = dead.get(sequence) ?? []
      const births = born.get(sequence) ?? []
      if (births.length === 0 && sizeOf(deaths) < leastBrought) continue
      const [gone, come] = [lettersOf(doc, deaths, true), lettersOf(doc, births, false)]
      this.#note(come, [gone, ...before])
      if (gone.text.length >= leastBrought) taken.set(writer, [gone, ...before].slice(0, mostRemembered))
    }
  }

  /** Where a letter was before it came to be here; undefined for what was written here. */
  sourceOf(client: number, clock: number): Y.ID | undefined {
    if (this.#sources.size === 0) return undefined
    const source = this.#sources.get(this.#keyOf(client, clock))
    if (source === undefined) return undefined
    const place = Math.floor(source / 2 ** 32)
    return Y.createID(this.#clients[place] ?? 0, source - place * 2 ** 32)
  }

  /** Where a letter was first written. */
  originOf(client: number, clock: number): Y.ID {
    let id = Y.createID(client, clock)
    for (let source = this.sourceOf(client, clock); source; source = this.sourceOf(id.client, id.clock))
      id = source
    return id
  }

  /** Calls back with each letter that was moved, and where it was before. */
  forEach(found: (letter: Y.ID, source: Y.ID) => void): void {
    for (const key of this.#sources.keys()) {
      const place = Math.floor(key / 2 ** 32)
      const id = Y.createID(this.#clients[place] ?? 0, key - place * 2 ** 32)
      const source = this.sourceOf(id.client, id.clock)
      if (source) found(id, source)
    }
  }

  /** `gone`: what went with it, and then what the same person took away before, the last first. */
  #note(born: Letters, gone: readonly Letters[]): void {
    if (born.text === '' || born.text.length > longestMoved) return
    let [from, at] = [0, 0]
    for (const { client, clock, length } of born.ids) {
      const text = born.text.slice(at, at + length)
      at += length
      for (const [index, dead] of gone.entries()) {
        // In order, as they stood; a text that is there twice is then told apart.
        const inOrder = dead.text.indexOf(text, from)
        const found = inOrder < 0 ? dead.text.indexOf(text) : inOrder
        const isNext = index === 0 && from > 0 && found === from
        if (found < 0 || !(isNext || isBrought(length, index, dead))) continue
        from = found + length
        this.#noteRun({ client, clock, length }, dead, found)
        break
      }
    }
  }

  #noteRun({ client, clock, length }: Letters['ids'][number], dead: Letters, found: number): void {
    let at = 0
    for (const source of dead.ids) {
      const start = Math.max(found, at)
      const end = Math.min(found + length, at + source.length)
      for (let letter = start; letter < end; letter++) {
        const from = this.#keyOf(source.client, source.clock + letter - at)
        this.#sources.set(this.#keyOf(client, clock + letter - found), from)
      }
      at += source.length
    }
  }

  #keyOf(client: number, clock: number): number {
    return (this.#places.get(client) ?? 0) * 2 ** 32 + clock
  }
}

/** Not by chance: one letter that is among many was written over them, and few that came later were typed. */
function isBrought(length: number, age: number, { text }: Letters): boolean {
  return age === 0 ? length > 1 || text.length === 1 : length >= leastBrought
}

type Piece = { client: number; start: number; end: number }

function bySequence(
  clients: ReadonlyMap<number, LifeRanges>,
  isWanted: (sequence: number, length: number) => boolean,
): Map<number, Piece[]> {
  const found = new Map<number, Piece[]>()
  for (const [client, { starts, ends, sequences }] of clients) {
    for (let at = 0; at < starts.length; at++) {
      const sequence = sequences[at] as number
      const piece = { client, start: starts[at] as number, end: ends[at] as number }
      if (!isWanted(sequence, piece.end - piece.start)) continue
      const known = found.get(sequence)
      if (known) known.push(piece)
      else found.set(sequence, [piece])
    }
  }
  return found
}

const sizeOf = (pieces: readonly Piece[]): number =>
  pieces.reduce((sum, { start, end }) => sum + end - start, 0)

/** The letters among clocks: in the order in which they stand in their texts, or in that of the clocks. */
function lettersOf(doc: Y.Doc, pieces: readonly Piece[], asTheyStand: boolean): Letters {
  const parts: Part[] = []
  for (const { client, start, end } of pieces) {
    const structs = doc.store.clients.get(client)
    const last = structs?.at(-1)
    if (!structs || !last || start >= last.id.clock + last.length) continue
    for (let index = Y.findIndexSS(structs, start); index < structs.length; index++) {
      const item = structs[index]
      if (!item || item.id.clock >= end) break
      if (!(item instanceof Y.Item) || !(item.content instanceof Y.ContentString)) continue
      const from = Math.max(start, item.id.clock)
      const to = Math.min(end, item.id.clock + item.length)
      if (to > from) parts.push({ item, content: item.content, from, to })
    }
  }
  const letters: Letters = { text: '', ids: [] }
  for (const { item, content, from, to } of asTheyStand ? inOrder(parts) : parts) {
    const { id } = item
    letters.text += content.str.slice(from - id.clock, to - id.clock)
    const last = letters.ids.at(-1)
    // Cut in two by what was done to it later, it still came as one.
    if (last && from === id.clock && isRightBehind(item, last)) last.length += to - from
    else letters.ids.push({ client: id.client, clock: from, length: to - from })
  }
  return letters
}

type Part = {
  readonly item: Y.Item
  readonly content: Y.ContentString
  readonly from: number
  readonly to: number
}

/** By their places in the texts; these in the order in which the first of each comes. */
function inOrder(parts: readonly Part[]): readonly Part[] {
  if (parts.length < 2) return parts
  const texts = Map.groupBy<unknown, Part>(parts, ({ item }) => item.parent)
  return [...texts].flatMap(([text, inside]) => {
    if (inside.length < 2 || !(text instanceof Y.XmlText)) return inside
    const byItem = Map.groupBy(inside, ({ item }) => item)
    return [...itemsIn(text)].flatMap((item) => byItem.get(item) ?? [])
  })
}

function isRightBehind({ id, origin }: Y.Item, { client, clock, length }: Letters['ids'][number]): boolean {
  const end = clock + length
  return id.client === client && id.clock === end && origin?.client === client && origin.clock === end - 1
}
