import { isDeepStrictEqual } from 'node:util'
import * as Y from 'yjs'

import { note } from '#collab-server/suggestion-check/judge-text'
import {
  isEdge,
  isOwn,
  isPendingOf,
  keysOf,
  mayChange,
  maySayOfNew,
  saysAnother,
  isComment,
  type Formats,
  type NewLetters,
} from '#collab-server/suggestion-check/letter-formats'
import { itemsOf, type MirrorView } from '#collab-server/suggestion-check/mirror-view'
import type { OwnHand } from '#collab-server/suggestion-check/own-hand'
import { unseenLetters, type UnseenLetters } from '#collab-server/suggestion-check/unseen-letters'
import { inlineObjectMark } from '#schema/inline-objects'
import { overlappingName } from '#schema/marks/overlapping-name'
import { deletionName, insertionName } from '#schema/suggestions/suggestion-marks'
import type { SuggestionOrigin } from '#schema/suggestions/suggestion-values'

/** Letters with what shall be said of them. */
export type WantedLetters = {
  /** Of the first. */
  readonly id: Y.ID
  readonly length: number
  readonly want: Formats
  /** They are gone, and come back as these, right where they stood. */
  readonly back?: string
}

/** How a text is put right after an update: all letters that count, and what is said behind the last. */
export type TextPlan = {
  readonly text: Y.XmlText
  readonly letters: readonly WantedLetters[]
  readonly end: Formats
}

export type Planning = NewLetters & {
  readonly view: MirrorView
  readonly isOwnHand: OwnHand
  /** Of what is a suggestion only because the server says so. */
  readonly newOrigin: () => SuggestionOrigin
}

/**
 * What an honest editor sends who has not seen yet that others decided about a suggestion, or changed looks around
 * it, put right: its new letters are suggested, letters that were accepted meanwhile are struck instead of taken
 * away, and all others look as before. Null where nobody honest can have sent it, or it cannot be put right.
 */
export function planText(text: Y.XmlText, planning: Planning): TextPlan | null {
  const plan = new Plan(text, planning)
  return plan.make() ? plan : null
}

class Plan implements TextPlan {
  readonly text: Y.XmlText
  readonly letters: WantedLetters[] = []
  readonly end: Formats = new Map()
  readonly #planning: Planning
  readonly #before: Formats = new Map()
  readonly #after: Formats = new Map()
  /** Which item says what is said after, by name, and the first new one of each name. */
  readonly #said = new Map<string, Y.Item>()
  readonly #firstNew = new Map<string, Y.Item>()
  readonly #unseen: UnseenLetters
  /** New formats that say something of the author's own letters, and end, whatever else has come to stand in them. */
  readonly #ofOwn = new Set<Y.Item>()
  /** What the last letter belongs to, if it is the author's suggestion: what is typed on in it does too. */
  #near: SuggestionOrigin | null = null

  constructor(text: Y.XmlText, planning: Planning) {
    this.text = text
    this.#planning = planning
    this.#unseen = unseenLetters(text, planning.view)
  }

  make(): boolean {
    const { view } = this.#planning
    const onlyLooks = !this.#movesLetters()
    if (onlyLooks) this.#noteOfOwn()
    for (const item of itemsOf(this.text)) if (this.#isNewFormat(item)) this.#noteFirst(item)
    for (const item of itemsOf(this.text)) {
      const was = view.wasThere(item)
      const is = !item.deleted
      if (!was && !is) continue
      const { content } = item
      if (content instanceof Y.ContentFormat) {
        if (was) note(this.#before, content)
        if (is) note(this.#after, content)
        if (is) this.#said.set(content.key, item)
      } else if (!this.#planLetters(item, was, is, onlyLooks)) return false
    }
    for (const [key, value] of this.#before) this.end.set(key, value)
    return true
  }

  #planLetters(item: Y.Item, was: boolean, is: boolean, onlyLooks: boolean): boolean {
    const { id, length, content } = item
    const letters = content instanceof Y.ContentString ? content.str : null
    let planned: WantedLetters | null
    if (was && is) {
      const want = this.#wantOfKept(item, letters ?? '\uFFFC', onlyLooks)
      planned = want && { id, length, want }
    } else if (letters === null) planned = null
    else if (is) {
      const want = this.#wantOfNew(item)
      planned = want && { id, length, want }
    } else if (isPendingOf(this.#before, this.#planning.author)) return true
    else planned = this.#putBack(item, letters)
    if (!planned) return false
    this.letters.push(planned)
    const said = planned.want.get(insertionName)
    this.#near = isOwn(said, this.#planning.author) ? (said as SuggestionOrigin) : null
    return true
  }

  #wantOfKept(item: Y.Item, letters: string, onlyLooks: boolean): Formats | null {
    const { author, schema, isOwnHand } = this.#planning
    const [before, after] = [this.#before, this.#after]
    const want: Formats = new Map(before)
    for (const key of keysOf(before, after)) {
      if (isDeepStrictEqual(before.get(key), after.get(key))) continue
      if (this.#unseen.get(key)?.has(item) === true && !isOwnHand(item.id)) continue
      const isOther = key === inlineObjectMark && saysAnother(letters, before, after)
      if (isPendingOf(before, author) || !isOther) {
        if (mayChange(key, before, after, author, schema)) {
          set(want, key, after.get(key))
          continue
        }
      }
      if (onlyLooks && !isOwnHand(item.id) && this.#isMeant(key)) return null
    }
    return want
  }

  /**
   * Not what an editor writes behind what it changed, to have others look as they did, nor what it says of its own
   * letters and others' have come to stand in.
   */
  #isMeant(key: string): boolean {
    const first = this.#firstNew.get(key)
    const said = this.#said.get(key)
    if (first === undefined) return false
    const isOthers = !isPendingOf(this.#before, this.#planning.author)
    if (isOthers && said && this.#ofOwn.has(said)) return false
    return said === first || said === undefined || !this.#planning.view.isNew(said)
  }

  #noteOfOwn(): void {
    const { view, author, isOwnHand } = this.#planning
    const before: Formats = new Map()
    const said = new Map<string, Y.Item>()
    for (const item of itemsOf(this.text)) {
      if (item.content instanceof Y.ContentFormat) {
        if (view.wasThere(item)) note(before, item.content)
        if (!item.deleted) said.set(item.content.key, item)
      } else if (!item.deleted && (isPendingOf(before, author) || isOwnHand(item.id)))
        for (const format of said.values()) if (view.isNew(format)) this.#ofOwn.add(format)
    }
    // What ends nowhere is said of others' too.
    for (const format of said.values()) this.#ofOwn.delete(format)
  }

  #wantOfNew(item: Y.Item): Formats | null {
    const { author, schema, isOwnHand, newOrigin } = this.#planning
    const want: Formats = new Map()
    for (const [key, value] of this.#after) {
      if (isEdge(key, value, schema)) return null
      const isAllowed =
        key === insertionName ? isOwn(value, author) : maySayOfNew(key, value, this.#before, this.#planning)
      if (isAllowed) want.set(key, value)
      // A comment may have been taken away meanwhile from what is moved.
      else if (!isComment(key) && this.#said.get(key) === this.#firstNew.get(key)) return null
    }
    if (want.has(insertionName)) return want
    const { origin, rightOrigin } = item
    const goesOn = (origin && isOwnHand(origin)) || (rightOrigin && isOwnHand(rightOrigin))
    if (goesOn !== true) return null
    want.set(insertionName, this.#near ?? newOrigin())
    return want
  }

  #putBack({ id, length }: Y.Item, letters: string): WantedLetters | null {
    const { author, isOwnHand, newOrigin } = this.#planning
    if (!isOwnHand(id)) return null
    return { id, length, want: struck(this.#before, author, newOrigin), back: letters }
  }

  #movesLetters(): boolean {
    const { view } = this.#planning
    for (const item of itemsOf(this.text)) {
      if (!(item.content instanceof Y.ContentFormat) && view.wasThere(item) === item.deleted) {
        if (!item.deleted || view.wasThere(item)) return true
      }
    }
    return false
  }

  #isNewFormat(item: Y.Item): boolean {
    return !item.deleted && item.content instanceof Y.ContentFormat && this.#planning.view.isNew(item)
  }

  #noteFirst(item: Y.Item): void {
    if (!(item.content instanceof Y.ContentFormat)) return
    const { key } = item.content
    if (!this.#firstNew.has(key)) this.#firstNew.set(key, item)
  }
}

/** What is said of letters that somebody would have taken away, had they still been their own. */
export function struck(before: Formats, author: string, newOrigin: () => SuggestionOrigin): Formats {
  const want: Formats = new Map(before)
  const isStruck = Array.from(before).some(
    ([key, value]) => key.startsWith(deletionName) && isOwn(value, author),
  )
  if (isStruck) return want
  const said = newOrigin()
  want.set(overlappingName(deletionName, said), said)
  return want
}

function set(formats: Formats, key: string, value: unknown): void {
  if (value === undefined) formats.delete(key)
  else formats.set(key, value)
}
