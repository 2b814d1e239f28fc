import * as Y from 'yjs'

import { never } from '#features/history/clocks'
import { traceMark, type Trace } from '#features/history/past-schema'
import { itemsIn, typeOf } from '#features/history/shared-past'
import {
  type FormatChange,
  FormatHistory,
  type FormattedPlace,
  formatsWithout,
  valuesAt,
} from '#features/history/undo/format-history'
import { LetterMap } from '#features/history/undo/letter-map'
import type { LettersWithout } from '#features/history/undo/letters-without'
import { itemAround, type PieceTimes } from '#features/history/undo/piece-times'
import type { TextPiece } from '#schema/read-nodes'

type Attributes = Record<string, unknown>

type Letter = {
  readonly id: Y.ID
  readonly letter: string
  readonly born: number
  readonly died: number
  readonly item: Y.Item
}

/** What others wrote beside a letter, where that one was moved: it goes back with it. */
type Followers = { readonly before: Letter[]; readonly behind: Letter[] }

type TextsWithoutSources = {
  readonly letters: LettersWithout
  readonly times: PieceTimes
  /** The place in the life of who made an entry. */
  readonly writerOf: (sequence: number) => number
}

/** The letters of texts without some entries; or as they are today, where each says whether it would go or come back. */
export class TextsWithout {
  readonly #letters: LettersWithout
  readonly #times: PieceTimes
  readonly #writerOf: (sequence: number) => number
  readonly #formats = new Map<Y.XmlText, FormatHistory>()
  /** Of letters that were never moved. */
  readonly #formatsFrom = new Map<readonly FormatChange[], Attributes>()
  readonly #followers = new LetterMap<Followers>()
  readonly #following = new LetterMap<true>()
  /** Blocks that were made anew, by those that come back for them. */
  readonly #madeAnew = new Map<Y.Item, Y.XmlElement>()

  constructor({ letters, times, writerOf }: TextsWithoutSources) {
    this.#letters = letters
    this.#times = times
    this.#writerOf = writerOf
    const texts = new Set<Y.Item>()
    letters.forEachMoved((letter) => {
      const item = times.itemAt(letter)
      const text = item && itemAround(item)
      if (text) texts.add(text)
    })
    for (const text of texts) this.#findFollowers(text)
  }

  /** The block that somebody left out made of another one, when they took that one's letters; of its piece. */
  madeOf(block: Y.Item): Y.XmlElement | undefined {
    return this.#madeAnew.get(block)
  }

  holdsAny(text: Y.XmlText): boolean {
    return this.piecesOf(text, false).length > 0
  }

  /** Whether letters are not back in a text only because others did away with them where they had been moved. */
  isGivenUp(text: Y.XmlText): boolean {
    for (const { id, died } of lettersIn(text, this.#times)) {
      if (this.#letters.isWithheld(id, died)) return true
    }
    return false
  }

  /** @param compared with today: with what would go, and all of that marked */
  piecesOf(text: Y.XmlText, compared: boolean): TextPiece[] {
    const pieces = new Pieces()
    // oxlint-disable-next-line no-underscore-dangle -- a type knows by which piece it came only here
    const block = text._item && itemAround(text._item)
    const element = block && typeOf(block)
    const isCode = element instanceof Y.XmlElement && element.nodeName === 'codeBlock'
    const add = (letter: Letter, follows: boolean) => {
      const trace = this.#traceOf(letter, follows, compared)
      if (trace === 'hidden') return
      const formats = trace?.kind === 'deleted' ? this.#formatsToday(letter) : this.#formatsOf(letter)
      pieces.add(letter.letter, isCode ? this.#sameObject(formatsOfCode(formats)) : formats, trace)
    }
    const addWithFollowers = (letter: Letter) => {
      const followers = this.#followers.get(letter.id)
      for (const follower of followers?.before ?? []) add(follower, true)
      add(letter, false)
      for (const follower of followers?.behind ?? []) add(follower, true)
    }
    // Typed at the end of a line whose other half stood elsewhere, letters come to stand behind where that half was.
    let away: Letter[] = []
    for (const letter of lettersIn(text, this.#times)) {
      const { id, born, died } = letter
      const isNewer = away.length > 0 && away.every((one) => born > one.died)
      if (died !== never && this.#letters.isMovedBack(id, died)) away.push(letter)
      else if (isNewer && !this.#letters.isOut(born)) addWithFollowers(letter)
      else {
        away.forEach(addWithFollowers)
        away = []
        addWithFollowers(letter)
      }
    }
    away.forEach(addWithFollowers)
    return pieces.all
  }

  #traceOf({ id, born, died }: Letter, follows: boolean, compared: boolean): Trace | null | 'hidden' {
    if (!follows && this.#following.get(id)) return 'hidden'
    const [isNow, isThere] = [died === never, this.#letters.isThere(id, died)]
    if (isThere && (isNow || !compared)) return null
    if (!compared || !(isNow || isThere)) return 'hidden'
    const person = this.#writerOf(this.#letters.writtenIn(id))
    if (isThere) return this.#letters.isElsewhereNow(id) ? null : { kind: 'inserted', person }
    if (this.#letters.homeOf(id)) return 'hidden'
    return { kind: 'deleted', person: this.#writerOf(born) }
  }

  /** Looks through a text into which letters were moved for what was written beside these afterwards. */
  #findFollowers(text: Y.Item): void {
    const type = typeOf(text)
    if (!(type instanceof Y.XmlText)) return
    let waiting: Letter[] = []
    let left: { home: Y.ID; born: number } | 'own' | null = null
    for (const letter of lettersIn(type, this.#times)) {
      const { id, born } = letter
      const home = this.#letters.homeOf(id)
      if (home) {
        if (waiting.every((one) => one.born > born)) {
          for (const one of waiting) this.#follow(home, one, 'before')
        }
        waiting = []
        left = { home, born }
        this.#noteMadeAnew(home, text)
      } else if (!this.#letters.isOut(born)) {
        // What stood there before is a place of its own; what came to it since may belong to either side.
        if (left === null) waiting.push(letter)
        else if (left === 'own' || born < left.born) left = 'own'
        else this.#follow(left.home, letter, 'behind')
      }
    }
  }

  #follow(home: Y.ID, letter: Letter, side: keyof Followers): void {
    if (!this.#letters.isThere(letter.id, letter.died)) return
    const known = this.#followers.get(home) ?? { before: [], behind: [] }
    known[side].push(letter)
    this.#followers.set(home, known)
    this.#following.set(letter.id, true)
  }

  #noteMadeAnew(home: Y.ID, text: Y.Item): void {
    const item = this.#times.itemAt(home)
    const homeText = item && itemAround(item)
    const [block, around] = [homeText && itemAround(homeText), itemAround(text)]
    const made = around && typeOf(around)
    const isOwnMake = around && this.#letters.isOut(this.#times.bornOf(around.id))
    if (block && isOwnMake && made instanceof Y.XmlElement && !this.#madeAnew.has(block))
      this.#madeAnew.set(block, made)
  }

  #formatsOf({ id, item }: Letter): Attributes {
    const ids = this.#letters.placesOf(id)
    if (ids.length > 1) return this.#sameObject(formatsWithout(this.#placesIn(ids), this.#letters.isOut))
    const changes = this.#changesOf(item)
    let known = this.#formatsFrom.get(changes)
    if (!known) {
      const place = { changes, born: 0, died: never }
      known = this.#sameObject(formatsWithout([place], this.#letters.isOut))
      this.#formatsFrom.set(changes, known)
    }
    return known
  }

  #placesIn(ids: readonly Y.ID[]): FormattedPlace[] {
    return ids.flatMap((id) => {
      const item = this.#times.itemAt(id)
      const [born, died] = [this.#times.bornOf(id), item && this.#times.diedOf(item, id)]
      return item && died !== undefined ? [{ changes: this.#changesOf(item), born, died }] : []
    })
  }

  #formatsToday({ item }: Letter): Attributes {
    const values = valuesAt(this.#changesOf(item), Infinity)
    return this.#sameObject(Object.fromEntries([...values].filter(([, value]) => value !== undefined)))
  }

  #changesOf(item: Y.Item): readonly FormatChange[] {
    const around = itemAround(item)
    const text = around && typeOf(around)
    if (!(text instanceof Y.XmlText)) return noChanges
    let history = this.#formats.get(text)
    if (!history) this.#formats.set(text, (history = new FormatHistory(text, this.#times)))
    return history.changesOf(item)
  }

  readonly #attributes = new Map<string, Attributes>()

  /** So that letters with the same formats are one piece. */
  #sameObject(attributes: Attributes): Attributes {
    const key = JSON.stringify(attributes)
    const known = this.#attributes.get(key)
    if (known) return known
    this.#attributes.set(key, attributes)
    return attributes
  }
}

const noChanges: readonly FormatChange[] = []

function* lettersIn(text: Y.XmlText, times: PieceTimes): Generator<Letter> {
  for (const item of itemsIn(text)) {
    const { content, id } = item
    if (!(content instanceof Y.ContentString)) continue
    const parts: { from: number; to: number; born: number; died: number }[] = []
    times.forEachPart(item, (from, to, born, died) => parts.push({ from, to, born, died }))
    for (const { from, to, born, died } of parts) {
      for (let clock = from; clock < to; clock++) {
        const letter = content.str[clock - id.clock] as string
        yield { id: Y.createID(id.client, clock), letter, born, died, item }
      }
    }
  }
}

class Pieces {
  readonly all: { insert: string; attributes: Attributes }[] = []
  #attributes: Attributes | undefined
  #trace: Trace | null = null

  add(letter: string, attributes: Attributes, trace: Trace | null): void {
    const last = this.all.at(-1)
    const isSame =
      attributes === this.#attributes &&
      trace?.kind === this.#trace?.kind &&
      trace?.person === this.#trace?.person
    if (last && isSame) last.insert += letter
    else
      this.all.push({
        insert: letter,
        attributes: trace ? { ...attributes, [traceMark]: trace } : attributes,
      })
    this.#attributes = attributes
    this.#trace = trace
  }
}

/** Code is not formatted; whether it is suggested, or commented, is said of it as of any text. */
const formatsInCode = /^(?:insertion|deletion|comment)\b/

function formatsOfCode(formats: Attributes): Attributes {
  return Object.fromEntries(Object.entries(formats).filter(([key]) => formatsInCode.test(key)))
}
