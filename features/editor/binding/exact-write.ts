import type { Node } from '@tiptap/pm/model'
import * as Y from 'yjs'

import type { LineBreakForms } from '#schema/line-breaks'
import { unknownBlockName } from '#schema/nodes/unknown-block'
import { suggestionAttribute } from '#schema/suggestions/block-suggestion'
import { insertionName } from '#schema/suggestions/suggestion-marks'
import { writeElement } from '#schema/write-nodes'

/** One letter of a text, and whose suggestion it is part of; null for what stands without any. */
type Letter = {
  readonly letter: string
  readonly author: unknown
  readonly id: unknown
  readonly attributes: Record<string, unknown>
}

/**
 * Writes which letters and blocks came and went, each exactly, where some of them are suggested. The library's
 * differ, which comes after this and writes the rest, looks at letters alone: of a suggested `l` typed behind another
 * it would write that the other is the new one. What it finds to be right it leaves.
 */
export function writeExactly(parent: Y.XmlFragment, before: Node, after: Node, forms: LineBreakForms): void {
  if (before === after) return
  if (!after.inlineContent) {
    writeBlocks(parent, before, after, forms)
    return
  }
  if (!holdsSuggestions(before) && !holdsSuggestions(after)) return
  const only: unknown = parent.length === 1 ? parent.get(0) : null
  if (only instanceof Y.XmlText)
    writeText(only, lettersOf(forms.sharedForm(before)), lettersOf(forms.sharedForm(after)))
}

function writeBlocks(parent: Y.XmlFragment, before: Node, after: Node, forms: LineBreakForms): void {
  const { first, gone, come } = differing(before, after)
  if (!gone.some(holdsSuggestions) && !come.some(holdsSuggestions)) return
  const pairs = pairBlocks(gone, come)
  const places = placesOf(before, parent.toArray())
  if (!pairs || !places) return
  let place = places[first + gone.length] ?? parent.length
  let index = first + gone.length
  for (const { old, now } of pairs.toReversed()) {
    const [left, right] = [old === null ? null : gone[old], now === null ? null : come[now]]
    if (left) place = places[(index -= 1)] ?? place
    const element: unknown = left && parent.get(place)
    if (!left && right) parent.insert(place, [writeElement(forms.sharedForm(right))])
    else if (left && !right) parent.delete(place, 1)
    else if (left && right && element instanceof Y.XmlElement) writeExactly(element, left, right, forms)
  }
}

/** Where each block of a node stands among the elements, of which those that hold nothing may not be shown. */
function placesOf({ children: blocks }: Node, elements: readonly unknown[]): number[] | null {
  const places: number[] = []
  for (const [place, element] of elements.entries()) {
    const block = blocks[places.length]
    if (!(element instanceof Y.XmlElement)) return null
    const isLeftover = element.length === 0 && (!block || (!block.inlineContent && block.childCount > 0))
    if (
      block &&
      !isLeftover &&
      (element.nodeName === block.type.name || block.type.name === unknownBlockName)
    )
      places.push(place)
    else if (!isLeftover) return null
  }
  return places.length === blocks.length ? places : null
}

function differing(before: Node, after: Node) {
  const least = Math.min(before.childCount, after.childCount)
  let first = 0
  while (first < least && before.child(first) === after.child(first)) first += 1
  let last = 0
  while (
    last < least - first &&
    before.child(before.childCount - 1 - last) === after.child(after.childCount - 1 - last)
  )
    last += 1
  return {
    first,
    gone: before.children.slice(first, before.childCount - last),
    come: after.children.slice(first, after.childCount - last),
  }
}

type Pair = { readonly old: number | null; readonly now: number | null }

/** Which blocks are the same ones: suggested ones come and go, all others stay in order. Null where more has changed. */
function pairBlocks(before: readonly Node[], after: readonly Node[]): Pair[] | null {
  const pairs: Pair[] = []
  let [old, now] = [0, 0]
  while (old < before.length || now < after.length) {
    const [left, right] = [before[old], after[now]]
    if (left && right && (left === right || isSameBlock(left, right))) pairs.push({ old: old++, now: now++ })
    else if (right && newBlockBy(right) !== null && !before.includes(right))
      pairs.push({ old: null, now: now++ })
    else if (left && newBlockBy(left) !== null && !after.includes(left)) pairs.push({ old: old++, now: null })
    else return null
  }
  return pairs
}

function isSameBlock(left: Node, right: Node): boolean {
  return left.type === right.type && newBlockBy(left) === newBlockBy(right)
}

function newBlockBy(node: Node): string | null {
  const said: unknown = node.attrs[suggestionAttribute]
  const { kind, id } = (said ?? {}) as Record<string, unknown>
  return kind === 'insert' ? String(id) : null
}

function holdsSuggestions(node: Node): boolean {
  if (node.isInline && node.marks.some(({ type }) => type.name === insertionName)) return true
  return newBlockBy(node) !== null || node.children.some(holdsSuggestions)
}

function lettersOf(block: Node): Letter[] {
  return block.children.flatMap((node) => {
    const insertion = node.marks.find(({ type }) => type.name === insertionName)
    // Those that may be there several times are written by the differ, under names of its own.
    const attributes = Object.fromEntries(
      node.marks.filter(({ type }) => type.excludes(type)).map(({ type, attrs }) => [type.name, attrs]),
    )
    const { by: author = null, id = null } = (insertion?.attrs ?? {}) as Record<string, unknown>
    // By code units, as Yjs counts.
    return (node.text ?? '').split('').map((letter) => ({ letter, author, id, attributes }))
  })
}

/** More comparisons than this are left to the differ: a pasted chapter over another. */
const maxComparisons = 1_000_000

function writeText(text: Y.XmlText, before: readonly Letter[], after: readonly Letter[]): void {
  const said = (letters: readonly Letter[]) => letters.map(({ letter }) => letter).join('')
  const delta = text.toDelta() as { insert: unknown }[]
  const shared = delta.map(({ insert }) => (typeof insert === 'string' ? insert : '')).join('')
  if (said(before) !== shared || said(before) === said(after)) return
  // Where everything but what one person suggests stayed, only what lies between two such letters is compared.
  const authors = new Set([...before, ...after].map(({ author }) => author))
  authors.delete(null)
  for (const author of authors) {
    const others = (letters: readonly Letter[]) => said(letters.filter((letter) => letter.author !== author))
    if (others(before) !== others(after)) continue
    const runs = runsOf(after, author)
    const changes = runsOf(before, author).map((run, index) => ({ run, now: runs[index] ?? run }))
    for (const { run, now } of changes.toReversed()) replaceRun(text, before, after, run, now)
    return
  }
  replaceRun(text, before, after, { from: 0, to: before.length }, { from: 0, to: after.length })
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

function replaceRun(
  text: Y.XmlText,
  before: readonly Letter[],
  after: readonly Letter[],
  run: Run,
  now: Run,
): void {
  let { from, to } = run
  let { from: start, to: end } = now
  const isSame = (old: number, next: number) =>
    before[old]?.letter === after[next]?.letter && before[old]?.id === after[next]?.id
  while (from < to && start < end && isSame(from, start)) [from, start] = [from + 1, start + 1]
  while (from < to && start < end && isSame(to - 1, end - 1)) [to, end] = [to - 1, end - 1]
  if ((to - from) * (end - start) > maxComparisons) return
  const kept = longestCommon(to - from, end - start, (old, next) => isSame(from + old, start + next))
  let [oldEnd, newEnd] = [to, end]
  for (const [old, next] of [...kept.toReversed(), [-1, -1] as const]) {
    const [oldStart, newStart] = [from + old + 1, start + next + 1]
    if (oldEnd > oldStart) text.delete(oldStart, oldEnd - oldStart)
    insertLetters(text, oldStart, after.slice(newStart, newEnd))
    ;[oldEnd, newEnd] = [from + old, start + next]
  }
}

function insertLetters(text: Y.XmlText, at: number, letters: readonly Letter[]): void {
  let place = at
  for (let from = 0; from < letters.length;) {
    const first = letters[from]
    let to = from
    while (to < letters.length && letters[to]?.attributes === first?.attributes) to += 1
    const run = letters
      .slice(from, to)
      .map(({ letter }) => letter)
      .join('')
    text.insert(place, run, first?.attributes)
    place += run.length
    from = to
  }
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
