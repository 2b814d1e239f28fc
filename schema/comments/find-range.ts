import * as Y from 'yjs'

import type { BodyLetters } from '#schema/comments/body-letters'

/** Where a comment shall be, as its author saw it, in whichever state their copy was. */
export type CommentRange = {
  /** Yjs relative positions, encoded: before the first letter and behind the last one. */
  readonly start: Uint8Array
  readonly end: Uint8Array
  /** The letters between them, one for each position and blocks without anything between; empty where they are too many. */
  readonly letters: string
}

/** What somebody said was a position is none. */
export class BadPositionError extends Error {
  constructor(cause: unknown) {
    super('not a position', { cause })
    this.name = 'BadPositionError'
  }
}

export type FoundRange = { readonly from: number; readonly to: number }

/**
 * Where the letters are by now. Text that was split or joined since is written anew in Yjs, and positions in it lead to
 * where it was: so what was seen is looked for from either end, and if both are gone, where it stands once and no more.
 * Null where nothing of it is left.
 * @throws {BadPositionError}
 */
export function findRange(doc: Y.Doc, body: BodyLetters, range: CommentRange): FoundRange | null {
  const from = placeOf(doc, body, range.start)
  const to = placeOf(doc, body, range.end)
  const { letters: seen } = range
  const { letters } = body
  if (from !== null && to !== null && from < to && letters.slice(from, to) === seen) return { from, to }
  if (seen !== '') {
    if (from !== null && letters.startsWith(seen, from)) return { from, to: from + seen.length }
    if (to !== null && letters.endsWith(seen, to)) return { from: to - seen.length, to }
  }
  if (from !== null && to !== null && holdsSomething(letters.slice(from, to))) return { from, to }
  return seen === '' ? null : onlyOne(letters, seen)
}

/** Too few letters are somewhere in any text. */
const fewestToFind = 8

function onlyOne(letters: string, seen: string): FoundRange | null {
  const from = seen.length < fewestToFind ? -1 : letters.indexOf(seen)
  const isOnly = from >= 0 && letters.indexOf(seen, from + 1) < 0
  return isOnly ? { from, to: from + seen.length } : null
}

/** Among the letters; null where its text is gone. */
function placeOf(doc: Y.Doc, { texts }: BodyLetters, encoded: Uint8Array): number | null {
  const position = absolutePosition(doc, encoded)
  const placed = position && texts.find(({ text }) => text === position.type)
  return placed ? placed.at + Math.min(position.index, placed.length) : null
}

function absolutePosition(doc: Y.Doc, encoded: Uint8Array): Y.AbsolutePosition | null {
  try {
    return Y.createAbsolutePositionFromRelativePosition(Y.decodeRelativePosition(encoded), doc)
  } catch (error) {
    // Yjs says no more precisely what it cannot read; some of it reads as a position of nothing at all.
    throw new BadPositionError(error)
  }
}

export function holdsSomething(letters: string): boolean {
  return /[^\s\uFFF9\uFFFB]/.test(letters)
}
