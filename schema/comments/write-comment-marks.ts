import * as Y from 'yjs'

import { type BodyLetters, bodyLetters, readable } from '#schema/comments/body-letters'
import { BadPositionError, type CommentRange, findRange, type FoundRange } from '#schema/comments/find-range'
import { cutQuote } from '#schema/comments/quote'
import { commentMarkName } from '#schema/marks/comment'
import { overlappingName } from '#schema/marks/overlapping-name'

/** Of one comment: what is longer is about the document, for which there are comments without a place. */
const maxMarkedTexts = 200
const maxMarkedLetters = 50_000

export type CommentMarked =
  /** `quote`: how the text reads, cut. */
  | { readonly outcome: 'marked'; readonly quote: string }
  /** Nothing of the text is left. */
  | { readonly outcome: 'gone' }
  | { readonly outcome: 'tooLong' }
  /** The positions are none. */
  | { readonly outcome: 'malformed' }

/** Marks the text of a range as that of a thread, wherever it is by now; all that is between, over several blocks. */
export function markComment(doc: Y.Doc, thread: string, range: CommentRange): CommentMarked {
  const body = bodyLetters(doc)
  let found: FoundRange | null
  try {
    found = findRange(doc, body, range)
  } catch (error) {
    if (error instanceof BadPositionError) return { outcome: 'malformed' }
    throw error
  }
  if (!found) return { outcome: 'gone' }
  const stretches = stretchesOf(body, found)
  if (stretches.length > maxMarkedTexts || found.to - found.from > maxMarkedLetters)
    return { outcome: 'tooLong' }
  const attributes = { thread }
  const name = overlappingName(commentMarkName, attributes)
  doc.transact(() => {
    for (const { text, from, length } of stretches) text.format(from, length, { [name]: attributes })
  })
  return { outcome: 'marked', quote: quoteOf(body, found) }
}

/** Takes the marks of one thread away, or of all where none is named. */
export function unmarkComments(doc: Y.Doc, thread?: string): void {
  doc.transact(() => {
    for (const { text } of bodyLetters(doc).texts) unmark(text, thread)
  })
}

function unmark(text: Y.XmlText, thread: string | undefined): void {
  let at = 0
  const pieces = text.toDelta() as { insert: unknown; attributes?: Record<string, unknown> }[]
  for (const { insert, attributes = {} } of pieces) {
    const length = typeof insert === 'string' ? insert.length : 1
    const names = Object.keys(attributes).filter((name) => isCommentOf(name, attributes[name], thread))
    if (names.length > 0) text.format(at, length, Object.fromEntries(names.map((name) => [name, null])))
    at += length
  }
}

function isCommentOf(name: string, value: unknown, thread: string | undefined): boolean {
  if (name !== commentMarkName && !name.startsWith(`${commentMarkName}--`)) return false
  if (thread === undefined) return true
  return typeof value === 'object' && value !== null && Reflect.get(value, 'thread') === thread
}

type Stretch = { readonly text: Y.XmlText; readonly from: number; readonly length: number }

function stretchesOf({ texts }: BodyLetters, { from, to }: FoundRange): Stretch[] {
  return texts.flatMap(({ text, at, length }) => {
    const [start, end] = [Math.max(from, at), Math.min(to, at + length)]
    return start < end ? [{ text, from: start - at, length: end - start }] : []
  })
}

/** With a space where one block ends and another begins. */
function quoteOf(body: BodyLetters, found: FoundRange): string {
  const parts = body.texts.flatMap(({ at, length }) => {
    const [start, end] = [Math.max(found.from, at), Math.min(found.to, at + length)]
    return start < end ? [body.letters.slice(start, end)] : []
  })
  return cutQuote(readable(parts.join('\n')))
}
