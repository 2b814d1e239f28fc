import type { Editor } from '@tiptap/core'
import type { Node, ResolvedPos } from '@tiptap/pm/model'
import { Selection } from '@tiptap/pm/state'
import * as Y from 'yjs'

import type { DocumentBinding } from '#features/editor/binding/document-binding'
import { maxCommentedLetters } from '#protocol/comment-marks'
import { bodyLetters, readable } from '#schema/comments/body-letters'
import { cutQuote } from '#schema/comments/quote'

/** Some selected text, said so that it is found whatever others do meanwhile; see `protocol/comment-marks.ts`. */
export type SelectedPlace = {
  readonly start: string
  readonly end: string
  readonly letters: string
  /** As it is read. */
  readonly quote: string
  /** Positions in the editor as it is now. */
  readonly from: number
  readonly to: number
}

/** Null where no text is selected, or it is not in the shared document yet. */
export function selectedPlace(editor: Editor): SelectedPlace | null {
  const { binding } = editor.storage.sharedBody
  const { doc, selection } = editor.state
  const { ranges } = selection
  const first = Math.min(...ranges.map(({ $from }) => $from.pos))
  const last = Math.max(...ranges.map(({ $to }) => $to.pos))
  const $from = inText(doc, first, 1)
  const $to = inText(doc, last, -1)
  if (!binding || !$from || !$to || $from.pos >= $to.pos) return null
  const [start, end] = [sharedPlace(binding, $from, 0), sharedPlace(binding, $to, -1)]
  const quote = readable(doc.textBetween($from.pos, $to.pos, ' ', ' '))
  if (!start || !end || quote === '') return null
  const { texts, letters } = bodyLetters(binding.doc)
  const offsetOf = ({ text, index }: SharedPlace) =>
    (texts.find((placed) => placed.text === text)?.at ?? Number.NaN) + index
  const between = letters.slice(offsetOf(start), offsetOf(end))
  return {
    start: encoded(start),
    end: encoded(end),
    letters: between.length > maxCommentedLetters ? '' : between,
    quote: cutQuote(quote),
    from: $from.pos,
    to: $to.pos,
  }
}

/** Where such a place is in the editor now; null where its text is gone, or not drawn yet. */
export function rangeOfPlace(
  editor: Editor,
  { start, end }: Pick<SelectedPlace, 'start' | 'end'>,
): { from: number; to: number } | null {
  const [from, to] = [start, end].map((place) => positionOf(editor, place))
  return typeof from === 'number' && typeof to === 'number' && from < to ? { from, to } : null
}

function positionOf(editor: Editor, place: string): number | null {
  const { binding } = editor.storage.sharedBody
  if (!binding) return null
  const bytes = Uint8Array.from(atob(place), (letter) => letter.codePointAt(0) ?? 0)
  const found = Y.createAbsolutePositionFromRelativePosition(Y.decodeRelativePosition(bytes), binding.doc)
  const text: unknown = found?.type
  if (!found || !(text instanceof Y.XmlText) || !(text.parent instanceof Y.XmlElement)) return null
  const { parent } = text
  const siblings = parent.toArray() as unknown[]
  const before = siblings.slice(0, siblings.indexOf(text))
  const offset = before.reduce<number>((sum, one) => sum + (one instanceof Y.XmlText ? one.length : 1), 0)
  let position: number | null = null
  editor.state.doc.descendants((node, at) => {
    if (position === null && binding.cache.elementOf(node) === parent)
      position = at + 1 + offset + found.index
    return position === null && !node.isTextblock
  })
  return position
}

type SharedPlace = { readonly text: Y.XmlText; readonly index: number; readonly side: 0 | -1 }

function inText(doc: Node, position: number, direction: 1 | -1): ResolvedPos | null {
  const $position = doc.resolve(position)
  if (textDepth($position) !== null) return $position
  return Selection.findFrom($position, direction, true)?.$from ?? null
}

/** Of the block whose text it is in; a note in the line is part of that. */
function textDepth($position: ResolvedPos): number | null {
  for (let depth = $position.depth; depth > 0; depth--) if ($position.node(depth).isTextblock) return depth
  return null
}

function sharedPlace(binding: DocumentBinding, $position: ResolvedPos, side: 0 | -1): SharedPlace | null {
  const depth = textDepth($position)
  const element: unknown = depth === null ? null : binding.cache.elementOf($position.node(depth))
  if (depth === null || !(element instanceof Y.XmlElement)) return null
  let left = $position.pos - $position.start(depth)
  for (const child of element.toArray() as unknown[]) {
    const length = child instanceof Y.XmlText ? child.length : 1
    // Between two texts, at that which what is selected is in.
    const isHere = side === 0 ? left < length : left <= length
    if (isHere) return child instanceof Y.XmlText ? { text: child, index: left, side } : null
    left -= length
  }
  const last: unknown = element.toArray().at(-1)
  return last instanceof Y.XmlText && left === 0 ? { text: last, index: last.length, side } : null
}

function encoded({ text, index, side }: SharedPlace): string {
  const position = Y.createRelativePositionFromTypeIndex(text, index, side)
  return btoa(String.fromCodePoint(...Y.encodeRelativePosition(position)))
}
