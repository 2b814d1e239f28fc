import type { Node } from '@tiptap/pm/model'

import { longestRising } from '#features/editor/binding/longest-rising'
import { positionLetters } from '#schema/position-letters'

/** A stretch of positions that is the same before and after: everything between spans was replaced. */
export type KeptSpan = { readonly before: number; readonly after: number; readonly length: number }

/** One line of text in a document: a text block's content, or a block without content. */
export type Line = { readonly from: number; readonly text: string }

/**
 * What two runs of blocks have in common by their text, whatever the blocks became: a paragraph turned
 * into a heading or a list item, split or joined, keeps the positions in its text.
 * @param known spans in rising order, which decide wherever letters repeat
 */
export function keptByText(
  oldLines: readonly Line[],
  newLines: readonly Line[],
  known: readonly KeptSpan[] = [],
): KeptSpan[] {
  const spans: KeptSpan[] = []
  let [before, after] = [-Infinity, -Infinity]
  const [oldHole, newHole] = [clipper(oldLines), clipper(newLines)]
  for (const span of [...known, null]) {
    const oldPart = oldHole(before, span?.before ?? Infinity)
    const newPart = newHole(after, span?.after ?? Infinity)
    for (const kept of keptInHole(oldPart, newPart)) spans.push(kept)
    if (span) spans.push(span)
    before = (span?.before ?? 0) + (span?.length ?? 0)
    after = (span?.after ?? 0) + (span?.length ?? 0)
  }
  return spans
}

/**
 * The parts of lines between two positions, for holes that follow each other: each line is looked at where it is
 * and not once a hole. A line that only touches one is there, but empty.
 */
function clipper(lines: readonly Line[]): (from: number, to: number) => Line[] {
  let first = 0
  return (from, to) => {
    const parts: Line[] = []
    for (let index = first; index < lines.length; index += 1) {
      const line = lines[index]
      if (!line || line.from > to) break
      const [start, end] = [Math.max(line.from, from), Math.min(line.from + line.text.length, to)]
      if (start <= end) parts.push({ from: start, text: line.text.slice(start - line.from, end - line.from) })
      else first = index + 1
    }
    return parts
  }
}

/** Lines that differ by what is around them, that by what is around it, and so on: deeper, they are compared as one. */
const deepest = 16

/** First whole lines from both ends, then those that are there once, then what the lines between have in common. */
function keptInHole(oldLines: readonly Line[], newLines: readonly Line[], depth = 0): KeptSpan[] {
  const head: KeptSpan[] = []
  const tail: KeptSpan[] = []
  let [first, last] = [0, 0]
  const shorter = Math.min(oldLines.length, newLines.length)
  while (first < shorter && oldLines[first]?.text === newLines[first]?.text) {
    pushSpan(head, oldLines[first], newLines[first])
    first += 1
  }
  while (last < shorter - first && oldLines.at(-1 - last)?.text === newLines.at(-1 - last)?.text) {
    pushSpan(tail, oldLines.at(-1 - last), newLines.at(-1 - last))
    last += 1
  }
  const middle = keptBetweenSingleLines(
    oldLines.slice(first, oldLines.length - last),
    newLines.slice(first, newLines.length - last),
    depth,
  )
  return [...head, ...middle, ...tail.toReversed()]
}

/**
 * Where several changes came at once, as after some time without a connection, what has a text of its own before
 * and after is the same line, and the holes around it are looked at by themselves.
 */
function keptBetweenSingleLines(
  oldLines: readonly Line[],
  newLines: readonly Line[],
  depth: number,
): KeptSpan[] {
  if (depth === deepest) return keptInMiddle(oldLines, newLines)
  const oldPlaces = singles(oldLines.map(({ text }) => text))
  const pairs = [...singles(newLines.map(({ text }) => text))].flatMap(([text, newIndex]) => {
    const oldIndex = oldPlaces.get(text)
    return oldIndex === undefined ? [] : [{ oldIndex, newIndex }]
  })
  const anchors = longestRising(pairs)
  if (anchors.length === 0) return keptInMiddle(oldLines, newLines)
  const spans: KeptSpan[] = []
  let [oldFrom, newFrom] = [0, 0]
  for (const { oldIndex, newIndex } of [
    ...anchors,
    { oldIndex: oldLines.length, newIndex: newLines.length },
  ]) {
    const [oldHole, newHole] = [oldLines.slice(oldFrom, oldIndex), newLines.slice(newFrom, newIndex)]
    for (const kept of keptInHole(oldHole, newHole, depth + 1)) spans.push(kept)
    pushSpan(spans, oldLines[oldIndex], newLines[newIndex])
    ;[oldFrom, newFrom] = [oldIndex + 1, newIndex + 1]
  }
  return spans
}

/** What is there once, with its place, in order. */
function singles(texts: readonly string[]): Map<string, number> {
  const places = new Map<string, number>()
  const repeated = new Set<string>([''])
  texts.forEach((text, index) => {
    if (places.has(text)) repeated.add(text)
    places.set(text, index)
  })
  for (const text of repeated) places.delete(text)
  return places
}

function pushSpan(spans: KeptSpan[], oldLine: Line | undefined, newLine: Line | undefined): void {
  if (!oldLine || !newLine) return
  spans.push({ before: oldLine.from, after: newLine.from, length: oldLine.text.length })
}

/** What lines that differ have in common, a line break counting as one letter. */
function keptInMiddle(oldLines: readonly Line[], newLines: readonly Line[]): KeptSpan[] {
  if (oldLines.length === 0 || newLines.length === 0) return []
  const [oldStarts, newStarts] = [startsOf(oldLines), startsOf(newLines)]
  const spans: KeptSpan[] = []
  // Runs rise in both, so that no line is looked at again that lies behind one.
  let [first, newLine] = [0, 0]
  for (const run of commonRuns(joined(oldLines), joined(newLines))) {
    const runEnd = run.before + run.length
    for (let index = first; index < oldLines.length; index += 1) {
      const [start = 0, { from = 0, text = '' } = {}] = [oldStarts[index], oldLines[index]]
      if (start > runEnd) break
      const [runFrom, runTo] = [Math.max(run.before, start), Math.min(runEnd, start + text.length)]
      if (runFrom > runTo) {
        first = index + 1
        continue
      }
      const after = run.after + runFrom - run.before
      while ((newStarts[newLine + 1] ?? Infinity) <= after) newLine += 1
      spans.push({
        before: from + runFrom - start,
        after: (newLines[newLine]?.from ?? 0) + after - (newStarts[newLine] ?? 0),
        length: runTo - runFrom,
      })
    }
  }
  return spans
}

/** Where each line begins when they are joined. */
function startsOf(lines: readonly Line[]): number[] {
  let start = 0
  return lines.map(({ text }) => (start += text.length + 1) - text.length - 1)
}

/** Of two letters: shorter ones are everywhere, longer ones miss short words. */
const pieceLength = 2

/** What two texts have in common: their beginning, their end, and what is around each piece that either has once. */
function commonRuns(a: string, b: string): KeptSpan[] {
  const shorter = Math.min(a.length, b.length)
  let start = 0
  while (start < shorter && a[start] === b[start]) start += 1
  let end = 0
  while (end < shorter - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end += 1
  const runs: KeptSpan[] = [{ before: 0, after: 0, length: start }]
  let [before, after] = [start, start]
  const [beforeEnd, afterEnd] = [a.length - end, b.length - end]
  for (const piece of commonPieces(a.slice(start, beforeEnd), b.slice(start, afterEnd))) {
    let [oldFrom, newFrom] = [piece.oldIndex + start, piece.newIndex + start]
    if (oldFrom < before || newFrom < after) continue
    let [oldTo, newTo] = [oldFrom, newFrom]
    while (oldFrom > before && newFrom > after && a[oldFrom - 1] === b[newFrom - 1]) {
      oldFrom -= 1
      newFrom -= 1
    }
    while (oldTo < beforeEnd && newTo < afterEnd && a[oldTo] === b[newTo]) {
      oldTo += 1
      newTo += 1
    }
    runs.push({ before: oldFrom, after: newFrom, length: oldTo - oldFrom })
    ;[before, after] = [oldTo, newTo]
  }
  runs.push({ before: beforeEnd, after: afterEnd, length: end })
  return runs.map((run) => withWholeLetters(run, a, b))
}

/** Two letters outside Unicode's first plane may have one half in common, and no caret belongs between halves. */
function withWholeLetters({ before, after, length }: KeptSpan, a: string, b: string): KeptSpan {
  const isCut = (shift: number) => cutsLetter(a, before + shift) || cutsLetter(b, after + shift)
  const start = isCut(0) ? 1 : 0
  const end = isCut(length) ? length - 1 : length
  return { before: before + start, after: after + start, length: Math.max(end - start, 0) }
}

function cutsLetter(text: string, at: number): boolean {
  return /[\uD800-\uDBFF]/.test(text.charAt(at - 1)) && /[\uDC00-\uDFFF]/.test(text.charAt(at))
}

/** Pieces that are once in one text and once in the other, as far as they follow each other alike. */
function commonPieces(a: string, b: string): { oldIndex: number; newIndex: number }[] {
  const places = singlePieces(a)
  const pairs = [...singlePieces(b)].flatMap(([piece, newIndex]) => {
    const oldIndex = places.get(piece)
    return oldIndex === undefined ? [] : [{ oldIndex, newIndex }]
  })
  return longestRising(pairs)
}

function singlePieces(text: string): Map<string, number> {
  const pieces = Array.from({ length: Math.max(0, text.length - pieceLength + 1) }, (_, index) =>
    text.slice(index, index + pieceLength),
  )
  return singles(pieces)
}

/** In neither line, so that it stands for nothing else. */
const lineBreak = '\uFFFF'

function joined(lines: readonly Line[]): string {
  return lines.map(({ text }) => text).join(lineBreak)
}

/** The lines of blocks that follow each other from `start` on. */
export function linesOf(blocks: readonly Node[], start: number): Line[] {
  const lines: Line[] = []
  let position = start
  for (const block of blocks) {
    collectLines(block, position, lines)
    position += block.nodeSize
  }
  return lines
}

function collectLines(block: Node, position: number, lines: Line[]): void {
  if (block.isTextblock) {
    // One letter a position: what is not text counts as one, whatever it is called.
    lines.push({ from: position + 1, text: positionLetters(block) })
  } else if (block.isLeaf) {
    lines.push({ from: position, text: leafLetter })
  } else {
    block.forEach((child, offset) => collectLines(child, position + 1 + offset, lines))
  }
}

const leafLetter = '\uFFFC'
