import { isDeepStrictEqual } from 'node:util'
import { hasEdges, inlineObjectMark, objectType } from '#schema/inline-objects'
import { insertionName } from '#schema/suggestions/suggestion-marks'
import { isSuggestionId, isSuggestionTime } from '#schema/suggestions/suggestion-values'
import type { Schema } from '@tiptap/pm/model'

/** What is said of a letter, by the names that it is stored under. */
export type Formats = Map<string, unknown>

// A mark that may overlap itself is stored under its name and a hash.
const proposal = /^(?:deletion|formatting)(?:--.*)?$/s
const insertionBesides = /^insertion--/
const comment = /^comment(?:--.*)?$/s

/** Whether a name is one under which something is suggested of letters. */
export function isSuggestingName(key: string): boolean {
  return key === insertionName || proposal.test(key)
}

export function isPendingOf(formats: Formats, author: string): boolean {
  return isOwn(formats.get(insertionName), author)
}

/** Whether a mark may come along with text that is moved: comments, and what is proposed of it. */
export function travels(key: string): boolean {
  return comment.test(key) || proposal.test(key)
}

export function isProposal(key: string): boolean {
  return proposal.test(key)
}

/** Who writes new letters, where, and what they may bear from where they were before. */
export type NewLetters = {
  readonly author: string
  readonly schema: Schema
  readonly carries: (key: string, value: unknown) => boolean
}

/** Whether everything that is said of a new letter may be said by its author. */
export function mayBeNew(formats: Formats, around: Formats, by: NewLetters): boolean {
  if (!isPendingOf(formats, by.author)) return false
  for (const [key, value] of formats) if (!maySayOfNew(key, value, around, by)) return false
  return true
}

export function maySayOfNew(
  key: string,
  value: unknown,
  around: Formats,
  { author, schema, carries }: NewLetters,
): boolean {
  if (insertionBesides.test(key) || isEdge(key, value, schema)) return false
  if (!travels(key) || (proposal.test(key) && isOwn(value, author))) return true
  // Typed where somebody else strikes through or comments, it may stand in that.
  return isDeepStrictEqual(around.get(key), value) || carries(key, value)
}

export function isComment(key: string): boolean {
  return comment.test(key)
}

/** Whether what is said of a letter that stays may be changed like this by somebody who only suggests. */
export function mayBecome(before: Formats, after: Formats, author: string, schema: Schema): boolean {
  for (const key of keysOf(before, after)) {
    if (!mayChange(key, before, after, author, schema)) return false
  }
  return true
}

/** `mayBecome` of one name; what the letter stands for is told by `saysAnother`. */
export function mayChange(
  key: string,
  before: Formats,
  after: Formats,
  author: string,
  schema: Schema,
): boolean {
  const [was, is] = [before.get(key), after.get(key)]
  if (isDeepStrictEqual(was, is)) return true
  const isPendingBefore = isPendingOf(before, author)
  // Of letters that stand for nothing else it says nothing; of the others `saysAnother` tells.
  if (key === inlineObjectMark && !isPendingBefore) return true
  if (proposal.test(key))
    return (was === undefined || isOwn(was, author)) && (is === undefined || isOwn(is, author))
  if (!isPendingBefore || comment.test(key) || insertionBesides.test(key)) return false
  if (key === insertionName) return isOwn(is, author)
  return !isEdge(key, is, schema) && !isEdge(key, was, schema)
}

/** The names under which something is said of a letter before or after. */
export function keysOf(before: Formats, after: Formats): Set<string> {
  return new Set([...before.keys(), ...after.keys()])
}

/** Which letters stand for something that is no letter, or would stop to do so, if it were said of them. */
const signs = /[\n\uFFFC\uFFF9\uFFFB]/

/**
 * Whether letters that stand for something would stand for something else. An undo of Yjs may leave what a letter
 * stood for open behind it, on letters that say nothing by it.
 */
export function saysAnother(letters: string, before: Formats, after: Formats): boolean {
  if (isDeepStrictEqual(before.get(inlineObjectMark), after.get(inlineObjectMark))) return false
  return signs.test(letters)
}

/** Nothing may be left open behind the last letter: what others write there at that moment would get it. */
export function closesWhatItOpens(before: Formats, after: Formats): boolean {
  for (const [key, value] of after) {
    if (key !== inlineObjectMark && !isDeepStrictEqual(before.get(key), value)) return false
  }
  return true
}

export function isOwn(said: unknown, author: string): boolean {
  if (typeof said !== 'object' || said === null) return false
  const { by, id, at } = said as Record<string, unknown>
  return by === author && isSuggestionId(id) && isSuggestionTime(at)
}

/** Between two of these, others' letters would become part of a note. */
export function isEdge(key: string, value: unknown, schema: Schema): boolean {
  if (!key.startsWith(inlineObjectMark)) return false
  const type = objectType(value, schema)
  return type !== null && hasEdges(type)
}
