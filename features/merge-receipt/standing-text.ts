import * as Y from 'yjs'

import { IdSet, type IdRange } from '#features/merge-receipt/letter-ids'
import { documentField } from '#schema/document-fields'
import { inlineObjectMark } from '#schema/inline-objects'

/** Letters that follow each other by id and look alike. */
export type LetterRun = { readonly id: Y.ID; readonly text: string; readonly marks: string }

/** A block that has text of its own, or stands for itself as an image does, as it stood at some moment. */
export type StandingBlock = {
  /** The same for one block at all times. */
  readonly key: string
  /** What it is and what it is in, the outermost first: `['bulletList', 'listItem', 'paragraph']`. */
  readonly names: readonly string[]
  /** The pieces that these are, itself the last: where it is to be found again. */
  readonly path: readonly Y.ID[]
  readonly attributes: string
  readonly level: number | null
  /** Of a task; null for what is none. */
  readonly checked: boolean | null
  /** What last set something about it. */
  readonly setBy: Y.ID
  readonly runs: readonly LetterRun[]
  readonly text: string
}

/** What of a state is not to be counted: edits that the server was not known to have. */
export type Cut = {
  /** Letters of this client from this clock on were not there yet. */
  readonly client: number
  readonly clock: number
  /** These still were. */
  readonly deleted: readonly IdRange[]
}

type Values = Readonly<Record<string, unknown>>
type Around = { readonly names: readonly string[]; readonly path: readonly Y.ID[]; readonly values: Values }

const body: Around = { names: [], path: [], values: {} }
/** What is said of these is said of all in them, and of none. */
const wholeLists: ReadonlySet<string> = new Set([
  'bulletList',
  'orderedList',
  'taskList',
  'table',
  'tableRow',
])

/** The blocks of a body in order, as it was in some state of its document. */
export function standingText(doc: Y.Doc, cut: Cut | null = null): StandingBlock[] {
  const reading = new Reading(cut)
  for (const item of itemsIn(doc.getXmlFragment(documentField.body))) reading.read(item, body)
  return reading.blocks
}

class Reading {
  readonly blocks: StandingBlock[] = []
  readonly #cut: Cut | null
  readonly #stillThere: IdSet

  constructor(cut: Cut | null) {
    this.#cut = cut
    this.#stillThere = new IdSet(cut?.deleted ?? [])
  }

  read(item: Y.Item, around: Around): void {
    if (!(item.content instanceof Y.ContentType) || !this.#sees(item, 0)) return
    const element: unknown = item.content.type
    if (!(element instanceof Y.XmlElement)) return
    const own = this.#attributesOf(element)
    const values = { ...around.values, ...own.values }
    const place = { names: [...around.names, element.nodeName], path: [...around.path, item.id] }
    const runs: LetterRun[] = []
    let count = 0
    for (const child of itemsIn(element)) {
      if (!(child.content instanceof Y.ContentType) || !this.#sees(child, 0)) continue
      const type: unknown = child.content.type
      if (type instanceof Y.XmlText) this.#readText(type, runs)
      else if (type instanceof Y.XmlElement) {
        // A task is told by the first of what is in it.
        const isTold = count === 0 && !wholeLists.has(element.nodeName)
        this.read(child, { ...place, values: isTold ? own.values : {} })
        count += 1
      }
    }
    if (count > 0) return
    const { level, checked } = values
    this.blocks.push({
      ...place,
      key: `${item.id.client}-${item.id.clock}`,
      attributes: JSON.stringify(Object.entries(values).toSorted(([one], [other]) => (one < other ? -1 : 1))),
      level: typeof level === 'number' ? level : null,
      checked: typeof checked === 'boolean' ? checked : null,
      setBy: own.setBy ?? item.id,
      runs,
      text: runs.map(({ text }) => text).join(''),
    })
  }

  #attributesOf(element: Y.XmlElement): { values: Values; setBy: Y.ID | null } {
    const values: Record<string, unknown> = {}
    let newest: Y.ID | null = null
    // oxlint-disable-next-line no-underscore-dangle -- the only way to who set them; Yjs' own tools use it
    for (const [name, last] of element._map) {
      let set: Y.Item | null = last
      while (set && !this.#sees(set, 0)) set = set.left
      if (!set || set.content instanceof Y.ContentDeleted) continue
      const value: unknown = set.content.getContent().at(-1)
      if (value === null || value === undefined) continue
      values[name] = value
      newest = set.id
    }
    return { values, setBy: newest }
  }

  #readText(text: Y.XmlText, runs: LetterRun[]): void {
    const format = new Map<string, unknown>()
    let marks = ''
    for (const item of itemsIn(text)) {
      const { content } = item
      if (content instanceof Y.ContentFormat && this.#sees(item, 0)) {
        const { key, value } = content as { key: string; value: unknown }
        if (value === null) format.delete(key)
        else format.set(key, value)
        marks = marksOf(format)
      } else if (content instanceof Y.ContentString) this.#readLetters(item, content.str, marks, runs)
    }
  }

  #readLetters(item: Y.Item, letters: string, marks: string, runs: LetterRun[]): void {
    const { client, clock } = item.id
    for (let from = 0; from < letters.length;) {
      const isSeen = this.#sees(item, from)
      let to = this.#isCutWithin(item) ? from + 1 : letters.length
      while (to < letters.length && this.#sees(item, to) === isSeen) to += 1
      if (isSeen) runs.push({ id: Y.createID(client, clock + from), text: letters.slice(from, to), marks })
      from = to
    }
  }

  #isCutWithin({ id, deleted }: Y.Item): boolean {
    return this.#cut !== null && (deleted || id.client === this.#cut.client)
  }

  #sees({ id, deleted }: Y.Item, offset: number): boolean {
    const cut = this.#cut
    if (!cut) return !deleted
    const letter = Y.createID(id.client, id.clock + offset)
    if (letter.client === cut.client && letter.clock >= cut.clock) return false
    return !deleted || this.#stillThere.has(letter)
  }
}

function* itemsIn(type: Y.XmlText | Y.XmlElement | Y.XmlFragment): Generator<Y.Item> {
  // oxlint-disable-next-line no-underscore-dangle -- the only way to deleted pieces; Yjs' own tools use it
  for (let item = type._start; item !== null; item = item.right) yield item
}

/** What is said of letters but for comments, which are no change of a text, and what an object is. */
function marksOf(format: ReadonlyMap<string, unknown>): string {
  const names = [...format.keys()].filter((name) => !/^comment(--|$)/.test(name) && name !== inlineObjectMark)
  return names
    .toSorted()
    .map((name) => `${name}=${JSON.stringify(format.get(name))}`)
    .join('\n')
}
