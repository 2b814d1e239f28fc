import type { Node } from '@tiptap/pm/model'

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
  for (const span of [...known, null]) {
    const oldHole = clip(oldLines, before, span?.before ?? Infinity)
    const newHole = clip(newLines, after, span?.after ?? Infinity)
    spans.push(...keptInHole(oldHole, newHole))
    if (span) spans.push(span)
    before = (span?.before ?? 0) + (span?.length ?? 0)
    after = (span?.after ?? 0) + (span?.length ?? 0)
  }
  return spans
}

/** The parts of lines between two positions; a line that only touches one is there, but empty. */
function clip(lines: readonly Line[], from: number, to: number): Line[] {
  return lines.flatMap((line) => {
    const [start, end] = [Math.max(line.from, from), Math.min(line.from + line.text.length, to)]
    return start <= end ? [{ from: start, text: line.text.slice(start - line.from, end - line.from) }] : []
  })
}

/** First whole lines from both ends, then what the lines between have in common. */
function keptInHole(oldLines: readonly Line[], newLines: readonly Line[]): KeptSpan[] {
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
  const middle = keptInMiddle(
    oldLines.slice(first, oldLines.length - last),
    newLines.slice(first, newLines.length - last),
  )
  return [...head, ...middle, ...tail.toReversed()]
}

function pushSpan(spans: KeptSpan[], oldLine: Line | undefined, newLine: Line | undefined): void {
  if (!oldLine || !newLine) return
  spans.push({ before: oldLine.from, after: newLine.from, length: oldLine.text.length })
}

/** The common beginning and end of lines that differ, a line break counting as one letter. */
function keptInMiddle(oldLines: readonly Line[], newLines: readonly Line[]): KeptSpan[] {
  if (oldLines.length === 0 || newLines.length === 0) return []
  const [a, b] = [joined(oldLines), joined(newLines)]
  const shorter = Math.min(a.length, b.length)
  let start = 0
  while (start < shorter && a[start] === b[start]) start += 1
  let end = 0
  while (end < shorter - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end += 1

  const spans: KeptSpan[] = []
  for (let index = 0, left = start; left >= 0; index += 1) {
    const [oldLine, newLine] = [oldLines[index], newLines[index]]
    if (!oldLine || !newLine) break
    const length = Math.min(left, oldLine.text.length, newLine.text.length)
    spans.push({ before: oldLine.from, after: newLine.from, length })
    left -= oldLine.text.length + 1
  }
  const tail: KeptSpan[] = []
  for (let index = 1, left = end; left >= 0; index += 1) {
    const [oldLine, newLine] = [oldLines.at(-index), newLines.at(-index)]
    if (!oldLine || !newLine) break
    const length = Math.min(left, oldLine.text.length, newLine.text.length)
    tail.push({
      before: oldLine.from + oldLine.text.length - length,
      after: newLine.from + newLine.text.length - length,
      length,
    })
    left -= oldLine.text.length + 1
  }
  return [...spans, ...tail.toReversed()]
}

function joined(lines: readonly Line[]): string {
  return lines.map(({ text }) => text).join('\n')
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
