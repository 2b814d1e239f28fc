import type { Mark, Node } from '@tiptap/pm/model'
import type * as Y from 'yjs'

import { lettersLeft } from '#features/editor/binding/decided-letters'
import { inlineObjectMark } from '#schema/inline-objects'
import { overlappingName } from '#schema/marks/overlapping-name'
import { insertionName } from '#schema/suggestions/suggestion-marks'

/** One letter of a text, and whose suggestion it is part of; null for what stands without any. */
type Letter = {
  readonly letter: string
  readonly author: unknown
  readonly id: unknown
  readonly marks: readonly Mark[]
}

/** More comparisons than this are left to the differ: a pasted chapter over another. */
const maxComparisons = 1_000_000

/**
 * Writes a line of text letter by letter: what came, what went, and which letters look otherwise, and nothing of any
 * other. In their shared forms.
 * @param writer who can only have changed what they suggest; null for whoever edits
 * @returns whether all is written
 */
export function writeText(text: Y.XmlText, old: Node, now: Node, writer: string | null): boolean {
  const [before, after] = [lettersOf(old), lettersOf(now)]
  const pieces = text.toDelta() as { insert: unknown }[]
  const shared = pieces.map(({ insert }) => (typeof insert === 'string' ? insert : '')).join('')
  if (said(before) !== shared) return false
  const kept = isSameText(before, after) ? same(before.length) : replaceLetters(text, before, after, writer)
  if (!kept) return false
  const looks: Look[] = after.map(({ marks }, index) => {
    const from = kept.get(index)
    return { before: from === undefined ? marks.filter(isAlone) : (before[from]?.marks ?? []), now: marks }
  })
  formatLetters(text, looks)
  return looksAsShown(text, after)
}

/** Whether each letter has the formats that it is shown with: those around others' edits do not always end where they did. */
function looksAsShown(text: Y.XmlText, letters: readonly Letter[]): boolean {
  const pieces = text.toDelta() as { insert: unknown; attributes?: Record<string, unknown> }[]
  let at = 0
  return pieces.every(({ insert, attributes = {} }) => {
    const from = at
    at += typeof insert === 'string' ? insert.length : 1
    const names = new Set(Object.keys(attributes))
    return letters.slice(from, at).every(({ marks }, index) => {
      if (index > 0 && marks === letters[from + index - 1]?.marks) return true
      const shown = marks.map(sharedName)
      // Of a letter that stands for itself it says nothing.
      const rest = [...names].filter((name) => name !== inlineObjectMark || shown.includes(name))
      return shown.length === rest.length && shown.every((name) => names.has(name))
    })
  })
}

function lettersOf(block: Node): Letter[] {
  return block.children.flatMap(({ text = '', marks }) => {
    const insertion = marks.find(({ type }) => type.name === insertionName)
    const { by: author = null, id = null } = (insertion?.attrs ?? {}) as Record<string, unknown>
    // By code units, as Yjs counts.
    return text.split('').map((letter) => ({ letter, author, id, marks }))
  })
}

function said(letters: readonly Letter[]): string {
  return letters.map(({ letter }) => letter).join('')
}

/** Which old letter each new one is, by their places. */
type Kept = Map<number, number>

function same(count: number): Kept {
  return new Map(Array.from({ length: count }, (_, index) => [index, index]))
}

function replaceLetters(
  text: Y.XmlText,
  before: readonly Letter[],
  after: readonly Letter[],
  writer: string | null,
): Kept | null {
  const left = lettersLeft(before, after)
  if (left) return keepOnly(text, before.length, left)
  // Where everything but what one person suggests stayed, only what lies between two such letters is compared.
  const authors = new Set([writer, ...[...before, ...after].map(({ author }) => author)])
  authors.delete(null)
  for (const author of authors) {
    const [olds, news] = [before, after].map((letters) => letters.filter((one) => one.author !== author))
    if (!olds || !news || !isSameText(olds, news)) continue
    const runs = runsOf(after, author)
    const changes = runsOf(before, author).map((run, index) => ({ run, now: runs[index] ?? run }))
    const kept: Kept = new Map()
    for (const { run, now } of changes.toReversed()) {
      if (!replaceRun(text, before, after, run, now, kept)) return null
      // The letter behind it, which is not theirs.
      if (now.to < after.length) kept.set(now.to, run.to)
    }
    return kept
  }
  // Where suggestions were decided about, the letters are the same ones.
  if (said(before) === said(after)) return same(before.length)
  const kept: Kept = new Map()
  const [all, now] = [before, after].map(({ length }) => ({ from: 0, to: length }))
  return all && now && replaceRun(text, before, after, all, now, kept) ? kept : null
}

/** Deletes all letters but those at these places. */
function keepOnly(text: Y.XmlText, length: number, places: readonly number[]): Kept {
  let end = length
  for (const place of [...places.toReversed(), -1]) {
    if (end > place + 1) text.delete(place + 1, end - place - 1)
    end = place
  }
  return new Map(places.entries())
}

/** With the same suggestions: which of two alike letters came may be another's question. */
function isSameText(one: readonly Letter[], other: readonly Letter[]): boolean {
  return (
    one.length === other.length &&
    one.every(({ letter, id }, index) => letter === other[index]?.letter && id === other[index].id)
  )
}

type Run = { readonly from: number; readonly to: number }

/** The stretches of what somebody suggests, also where there is none, between each two letters that are not theirs. */
function runsOf(letters: readonly Letter[], author: unknown): Run[] {
  const runs: Run[] = []
  let from = 0
  letters.forEach((letter, index) => {
    if (letter.author === author) return
    runs.push({ from, to: index })
    from = index + 1
  })
  return [...runs, { from, to: letters.length }]
}

/** @returns false where it is too much to be compared, and nothing was written of it */
function replaceRun(
  text: Y.XmlText,
  before: readonly Letter[],
  after: readonly Letter[],
  run: Run,
  now: Run,
  kept: Kept,
): boolean {
  let { from, to } = run
  let { from: start, to: end } = now
  const isSame = (old: number, next: number) =>
    before[old]?.letter === after[next]?.letter && before[old]?.id === after[next]?.id
  while (from < to && start < end && isSame(from, start)) kept.set(start++, from++)
  while (from < to && start < end && isSame(to - 1, end - 1)) kept.set((end -= 1), (to -= 1))
  if ((to - from) * (end - start) > maxComparisons) return false
  const pairs = longestCommon(to - from, end - start, (old, next) => isSame(from + old, start + next))
  let [oldEnd, newEnd] = [to, end]
  for (const [old, next] of [...pairs.toReversed(), [-1, -1] as const]) {
    const [oldStart, newStart] = [from + old + 1, start + next + 1]
    if (oldEnd > oldStart) text.delete(oldStart, oldEnd - oldStart)
    insertLetters(text, oldStart, after.slice(newStart, newEnd))
    ;[oldEnd, newEnd] = [from + old, start + next]
    if (old >= 0) kept.set(newEnd, oldEnd)
  }
  return true
}

function insertLetters(text: Y.XmlText, at: number, letters: readonly Letter[]): void {
  let place = at
  for (let from = 0; from < letters.length;) {
    const marks = letters[from]?.marks ?? []
    let to = from
    while (to < letters.length && letters[to]?.marks === marks) to += 1
    const run = said(letters.slice(from, to))
    text.insert(
      place,
      run,
      Object.fromEntries(marks.filter(isAlone).map(({ type, attrs }) => [type.name, attrs])),
    )
    place += run.length
    from = to
  }
}

/** Whether a letter has it once at most, as most marks. */
function isAlone({ type }: Mark): boolean {
  return type.excludes(type)
}

type Look = { readonly before: readonly Mark[]; readonly now: readonly Mark[] }

/** Puts on and takes off what differs, stretch by stretch. */
function formatLetters(text: Y.XmlText, looks: readonly Look[]): void {
  for (let from = 0; from < looks.length;) {
    const look = looks[from]
    let to = from
    while (to < looks.length && looks[to]?.before === look?.before && looks[to]?.now === look?.now) to += 1
    const formats = look ? formatsBetween(look) : {}
    if (Object.keys(formats).length > 0) text.format(from, to - from, formats)
    from = to
  }
}

function formatsBetween({ before, now }: Look): Record<string, unknown> {
  const formats: Record<string, unknown> = {}
  if (before === now) return formats
  for (const mark of before) if (!mark.isInSet(now)) formats[sharedName(mark)] = null
  for (const mark of now) if (!mark.isInSet(before)) formats[sharedName(mark)] = mark.attrs
  return formats
}

function sharedName(mark: Mark): string {
  return isAlone(mark) ? mark.type.name : overlappingName(mark.type.name, mark.attrs)
}

/** Pairs of places, in order, of a longest common subsequence. */
function longestCommon(
  olds: number,
  news: number,
  isSame: (old: number, next: number) => boolean,
): [number, number][] {
  const lengths = Array.from({ length: olds + 1 }, () => new Uint32Array(news + 1))
  for (let old = olds - 1; old >= 0; old -= 1) {
    for (let next = news - 1; next >= 0; next -= 1) {
      const [row, below] = [lengths[old], lengths[old + 1]]
      if (!row || !below) continue
      row[next] = isSame(old, next)
        ? (below[next + 1] ?? 0) + 1
        : Math.max(below[next] ?? 0, row[next + 1] ?? 0)
    }
  }
  const pairs: [number, number][] = []
  let [old, next] = [0, 0]
  while (old < olds && next < news) {
    if (isSame(old, next)) pairs.push([old++, next++])
    else if ((lengths[old + 1]?.[next] ?? 0) >= (lengths[old]?.[next + 1] ?? 0)) old += 1
    else next += 1
  }
  return pairs
}
