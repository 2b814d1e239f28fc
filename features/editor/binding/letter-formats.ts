import * as Y from 'yjs'

import { itemsOf } from '#features/editor/binding/shared-items'

/** What is said of a letter, by the names that the shared text has for it. */
export type Formats = Readonly<Record<string, unknown>>

/** The formats of letters, by the identity of each letter. Those that stand together share one. */
export type Letters = Map<string, Formats>

export function letterId({ client, clock }: Y.ID, offset: number): string {
  return `${client}:${clock + offset}`
}

/** The texts in these, at whatever depth. */
export function* textsIn(blocks: readonly unknown[]): Generator<Y.XmlText> {
  for (const child of blocks) {
    if (child instanceof Y.XmlText) yield child
    else if (child instanceof Y.XmlElement) yield* textsIn(child.toArray())
  }
}

/** The pieces that a text is made of, in order, each with the formats of its letters. */
export function* piecesOf(
  text: Y.XmlText,
  isThere: (item: Y.Item) => boolean = ({ deleted }) => !deleted,
): Generator<{ readonly item: Y.Item; readonly formats: Formats }> {
  let formats: Formats = {}
  for (const item of itemsOf(text)) {
    const { content } = item
    if (!isThere(item)) continue
    if (content instanceof Y.ContentFormat) formats = withFormat(formats, content)
    else if (content instanceof Y.ContentString) yield { item, formats }
  }
}

/** What is said behind a format. */
export function withFormat(formats: Formats, { key, value }: Y.ContentFormat): Formats {
  const { [key]: _, ...others } = formats
  return value === null ? others : { ...others, [key]: value }
}

/**
 * Changes what is said of the letters of a text, stretch by stretch.
 * @param wishFor which formats of a letter shall change, and to what; null takes one away
 */
export function changeFormats(
  text: Y.XmlText,
  wishFor: (id: string, formats: Formats, item: Y.Item) => Formats,
): void {
  const wishes: { at: number; length: number; formats: Formats }[] = []
  let at = 0
  for (const { item, formats } of piecesOf(text)) {
    for (let index = 0; index < item.length; index += 1) {
      const wish = wishFor(letterId(item.id, index), formats, item)
      const last = wishes.at(-1)
      const isOn = last && last.at + last.length === at + index && sameValue(last.formats, wish)
      if (isOn) last.length += 1
      else if (Object.keys(wish).length > 0) wishes.push({ at: at + index, length: 1, formats: wish })
    }
    at += item.length
  }
  for (const { at: from, length, formats } of wishes) text.format(from, length, formats)
}

export function sameValue(one: unknown, other: unknown): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other)
}
