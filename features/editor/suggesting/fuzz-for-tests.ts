import * as Y from 'yjs'

import type { TestEditor } from '#features/editor/binding/editors-for-tests'
import { itemsOf } from '#features/editor/binding/shared-items'
import { objectCharacter, objectEdges } from '#schema/inline-objects'

/** What a body holds, by the identity of each letter and element. */
export type Identities = {
  readonly letters: ReadonlyMap<string, SeenLetter>
  readonly elements: ReadonlyMap<string, SeenElement>
}

/** Letters that stand together share one. */
type SeenLetter = {
  readonly formats: Record<string, unknown>
  /** Whose pending letter it is. */
  readonly author: unknown
  /** The formats as text, in one order. */
  readonly said: string
}

type SeenElement = {
  readonly name: string
  readonly attributes: Record<string, unknown>
  /** Whose new block it is, or is part of. */
  readonly newBy: string | null
}

export function identitiesIn(body: Y.XmlFragment): Identities {
  const letters = new Map<string, SeenLetter>()
  const elements = new Map<string, SeenElement>()
  const visit = (type: Y.XmlFragment | Y.XmlElement, around: string | null) => {
    for (const item of itemsOf(type as Y.XmlElement)) {
      if (item.deleted || !(item.content instanceof Y.ContentType)) continue
      const child: unknown = item.content.type
      if (child instanceof Y.XmlText) readText(child, letters)
      else if (child instanceof Y.XmlElement) {
        const attributes: Record<string, unknown> = child.getAttributes()
        const said = attributes['suggestion'] as { by: string; kind: string } | undefined
        const newBy = said?.kind === 'insert' ? said.by : around
        elements.set(idOf(item, 0), { name: child.nodeName, attributes, newBy })
        visit(child, newBy)
      }
    }
  }
  visit(body, null)
  return { letters, elements }
}

function readText(text: Y.XmlText, letters: Map<string, SeenLetter>): void {
  const formats = new Map<string, unknown>()
  for (const item of itemsOf(text)) {
    if (item.deleted) continue
    const { content } = item
    if (content instanceof Y.ContentFormat) {
      if (content.value === null) formats.delete(content.key)
      else formats.set(content.key, content.value)
    } else if (content instanceof Y.ContentString) {
      const sign = letterWith(Object.fromEntries(formats))
      const { inlineObject: _, ...others } = sign.formats
      const seen = 'inlineObject' in sign.formats ? letterWith(others) : sign
      for (let index = 0; index < content.str.length; index += 1)
        letters.set(idOf(item, index), signs.has(content.str.charAt(index)) ? sign : seen)
    }
  }
}

/** What an inline object may be said of: an undo of Yjs may leave it open behind them, on letters that say nothing by it. */
const signs: ReadonlySet<string> = new Set([objectCharacter, objectEdges.start, objectEdges.end])

function letterWith(formats: Record<string, unknown>): SeenLetter {
  const author = (formats['insertion'] as { by?: unknown } | undefined)?.by
  const entries = Object.entries(formats).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return { formats, author, said: JSON.stringify(entries) }
}

function idOf({ id }: Y.Item, offset: number): string {
  return `${id.client}:${id.clock + offset}`
}

/** What somebody who may only suggest did and may not; empty where all is as it should be. */
export function breaches(before: Identities, after: Identities, by: string): string[] {
  const found: string[] = []
  const others = ({ formats }: SeenLetter) => othersFormats(formats, by)
  for (const [id, letter] of before.letters) {
    const now = after.letters.get(id)
    if (letter.author === by) {
      if (now && now.author !== by) found.push(`letter ${id} is no suggestion any more`)
    } else if (!now) found.push(`letter ${id} is gone`)
    else if (letter.said !== now.said && others(letter) !== others(now)) {
      found.push(`letter ${id}: ${others(letter)} became ${others(now)}`)
    }
  }
  for (const [id, { author }] of after.letters) {
    if (!before.letters.has(id) && author !== by) found.push(`letter ${id} came without being suggested`)
  }
  for (const [id, { name, attributes, newBy }] of before.elements) {
    const now = after.elements.get(id)
    const { suggestion, ...rest } = attributes as { suggestion?: { by: string; kind: string } }
    const isOwn = newBy === by
    if (!now) {
      if (!isOwn) found.push(`${name} ${id} is gone`)
      continue
    }
    const { suggestion: said, ...restNow } = now.attributes as { suggestion?: { by: string } }
    if (!isOwn && JSON.stringify(rest) !== JSON.stringify(restNow))
      found.push(`${name} ${id}: ${JSON.stringify(rest)} became ${JSON.stringify(restNow)}`)
    if (suggestion && suggestion.by !== by && JSON.stringify(said) !== JSON.stringify(suggestion))
      found.push(`what another suggests of ${name} ${id} has changed`)
    if (!suggestion && said && said.by !== by) found.push(`${name} ${id} is suggested in another's name`)
  }
  return found
}

/** The formats of a letter but for what this person suggests of it. */
function othersFormats(formats: Record<string, unknown>, by: string): string {
  const entries = Object.entries(formats).filter(
    ([key, value]) => !(/^(deletion|formatting)--/.test(key) && (value as { by?: unknown }).by === by),
  )
  return JSON.stringify(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)))
}

/**
 * Has an editor keep its state without drawing it, which is most of what a key costs where there is no browser:
 * what is looked at here is the shared text.
 */
export function stopDrawing({ editor: { view }, binding }: TestEditor): void {
  view.updateState = (state) => {
    const previous = view.state
    view.state = state
    binding.stateChanged(state, previous)
  }
}
