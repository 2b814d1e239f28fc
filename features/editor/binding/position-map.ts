import type { Node } from '@tiptap/pm/model'
import { StepMap } from '@tiptap/pm/transform'

import { keptByText, linesOf, type KeptSpan } from '#features/editor/binding/kept-spans'
import { longestRising } from '#features/editor/binding/longest-rising'

/** What is known of a change beyond the two documents. */
export type ChangeHints = {
  /** The same object for two nodes that are one block before and after. */
  readonly identityOf: (node: Node) => object | undefined
  /**
   * What was kept of a text block that is still itself, by its node before the change and in positions of
   * its content; undefined where that is not known.
   */
  readonly keptIn: (before: Node, after: Node) => readonly KeptSpan[] | undefined
}

/**
 * How positions in `oldDoc` move to `newDoc`, as precisely as can be known, so that carets, menus and
 * decorations stay at the text they were at. Unchanged nodes are the same objects in both documents.
 */
export function positionMap(oldDoc: Node, newDoc: Node, hints: ChangeHints): StepMap {
  const spans: KeptSpan[] = []
  compareChildren(oldDoc, newDoc, 0, 0, hints, spans)
  return stepMapOf(spans, oldDoc.content.size, newDoc.content.size)
}

/** @throws {RangeError} if spans overlap or leave a document, which would lose carets silently. */
function stepMapOf(spans: readonly KeptSpan[], oldSize: number, newSize: number): StepMap {
  const ranges: number[] = []
  let [before, after] = [0, 0]
  for (const span of [...spans, { before: oldSize, after: newSize, length: 0 }]) {
    const [removed, added] = [span.before - before, span.after - after]
    if (removed < 0 || added < 0) throw new RangeError('kept spans overlap')
    // Replaced by as much: positions stay, as in a paragraph that became a heading.
    if (removed !== added) ranges.push(before, removed, added)
    before = span.before + span.length
    after = span.after + span.length
  }
  return new StepMap(ranges)
}

/** Compares what is inside two nodes; `before` and `after` are where their content starts. */
function compareChildren(
  oldNode: Node,
  newNode: Node,
  before: number,
  after: number,
  hints: ChangeHints,
  spans: KeptSpan[],
): void {
  const [oldChildren, newChildren] = [oldNode.children, newNode.children]
  // An edit in a long text leaves thousands of blocks as they are, before it and behind it.
  const { first, last } = sameAtEnds(oldChildren, newChildren)
  const lead = sizeOf(oldChildren, 0, first)
  const trail = sizeOf(oldChildren, oldChildren.length - last, oldChildren.length)
  if (lead > 0) spans.push({ before, after, length: lead })
  compareRuns(
    oldChildren.slice(first, oldChildren.length - last),
    newChildren.slice(first, newChildren.length - last),
    before + lead,
    after + lead,
    hints,
    spans,
  )
  const [oldEnd, newEnd] = [before + oldNode.content.size, after + newNode.content.size]
  if (trail > 0) spans.push({ before: oldEnd - trail, after: newEnd - trail, length: trail })
}

/** How many nodes two lists begin and end with in common. */
function sameAtEnds(a: readonly Node[], b: readonly Node[]): { first: number; last: number } {
  const most = Math.min(a.length, b.length)
  let first = 0
  while (first < most && a[first] === b[first]) first += 1
  let last = 0
  while (last < most - first && a[a.length - 1 - last] === b[b.length - 1 - last]) last += 1
  return { first, last }
}

function compareRuns(
  oldChildren: readonly Node[],
  newChildren: readonly Node[],
  before: number,
  after: number,
  hints: ChangeHints,
  spans: KeptSpan[],
): void {
  const partners = partnersOf(oldChildren, newChildren, hints)
  let [oldIndex, newIndex, oldPosition, newPosition] = [0, 0, before, after]

  while (oldIndex < oldChildren.length || newIndex < newChildren.length) {
    // A run ends at the next untouched block; without gaps inside, its blocks are compared one by one.
    let [oldEnd, newEnd] = [oldIndex, newIndex]
    let hasGap = false
    for (; newEnd < newChildren.length; newEnd += 1) {
      const partner = partners.get(newEnd)
      if (partner === undefined) hasGap = true
      else {
        if (partner > oldEnd) hasGap = true
        if (oldChildren[partner] === newChildren[newEnd]) {
          oldEnd = partner
          break
        }
        oldEnd = partner + 1
      }
    }
    if (newEnd === newChildren.length) {
      if (oldEnd < oldChildren.length) hasGap = true
      oldEnd = oldChildren.length
    }
    if (hasGap) {
      const [oldRun, newRun] = [oldChildren.slice(oldIndex, oldEnd), newChildren.slice(newIndex, newEnd)]
      const known = knownInRun(oldRun, newRun, oldPosition, newPosition, hints)
      spans.push(...keptByText(linesOf(oldRun, oldPosition), linesOf(newRun, newPosition), known))
    } else {
      comparePairs(
        oldChildren.slice(oldIndex, oldEnd),
        newChildren.slice(newIndex, newEnd),
        oldPosition,
        newPosition,
        hints,
        spans,
      )
    }
    oldPosition += sizeOf(oldChildren, oldIndex, oldEnd)
    newPosition += sizeOf(newChildren, newIndex, newEnd)
    ;[oldIndex, newIndex] = [oldEnd, newEnd]
    while (oldIndex < oldChildren.length && oldChildren[oldIndex] === newChildren[newIndex]) {
      const length = oldChildren[oldIndex]?.nodeSize ?? 0
      spans.push({ before: oldPosition, after: newPosition, length })
      oldPosition += length
      newPosition += length
      oldIndex += 1
      newIndex += 1
    }
  }
}

/** In blocks that stayed themselves, amid others that came and went, what their own texts say. */
function knownInRun(
  oldNodes: readonly Node[],
  newNodes: readonly Node[],
  before: number,
  after: number,
  hints: ChangeHints,
): KeptSpan[] {
  const known: KeptSpan[] = []
  const places = new Map<object, { node: Node; position: number }>()
  forEachTextBlock(newNodes, after, (node, position) => {
    places.set(hints.identityOf(node) ?? node, { node, position })
  })
  let reached = after
  forEachTextBlock(oldNodes, before, (oldNode, oldPosition) => {
    const place = places.get(hints.identityOf(oldNode) ?? oldNode)
    // Spans must rise: a block that was moved back counts as new.
    if (!place || place.position < reached) return
    const { node, position } = place
    const kept = node === oldNode ? [wholeOf(node)] : (hints.keptIn(oldNode, node) ?? [])
    // Where it begins is the same place too, which is all there is of an empty block.
    known.push(...[blockStart, ...kept].map(shifted(oldPosition + 1, position + 1)))
    reached = position + node.nodeSize
  })
  return known
}

function forEachTextBlock(
  nodes: readonly Node[],
  from: number,
  visit: (node: Node, position: number) => void,
): void {
  let position = from
  for (const node of nodes) {
    if (node.isTextblock) visit(node, position)
    else forEachTextBlock(node.children, position + 1, visit)
    position += node.nodeSize
  }
}

const blockStart: KeptSpan = { before: 0, after: 0, length: 0 }

function wholeOf({ content }: Node): KeptSpan {
  return { before: 0, after: 0, length: content.size }
}

function shifted(before: number, after: number): (span: KeptSpan) => KeptSpan {
  return (span) => ({ before: span.before + before, after: span.after + after, length: span.length })
}

function comparePairs(
  oldNodes: readonly Node[],
  newNodes: readonly Node[],
  before: number,
  after: number,
  hints: ChangeHints,
  spans: KeptSpan[],
): void {
  let [oldPosition, newPosition] = [before, after]
  oldNodes.forEach((oldNode, index) => {
    const newNode = newNodes[index]
    if (!newNode) return
    if (oldNode.isTextblock || newNode.isTextblock) {
      const kept = hints.keptIn(oldNode, newNode)?.map(shifted(oldPosition + 1, newPosition + 1))
      spans.push(...keptByText(linesOf([oldNode], oldPosition), linesOf([newNode], newPosition), kept))
    } else compareChildren(oldNode, newNode, oldPosition + 1, newPosition + 1, hints, spans)
    oldPosition += oldNode.nodeSize
    newPosition += newNode.nodeSize
  })
}

/** For each new child the old child that it is, in rising order; moved blocks have none. */
function partnersOf(
  oldChildren: readonly Node[],
  newChildren: readonly Node[],
  { identityOf }: ChangeHints,
): Map<number, number> {
  const indexes = new Map<object, number[]>()
  for (let index = oldChildren.length - 1; index >= 0; index -= 1) {
    const child = oldChildren[index]
    if (!child) continue
    const identity = identityOf(child) ?? child
    const known = indexes.get(identity)
    if (known) known.push(index)
    else indexes.set(identity, [index])
  }
  const pairs: { oldIndex: number; newIndex: number }[] = []
  newChildren.forEach((child, newIndex) => {
    const oldIndex = indexes.get(identityOf(child) ?? child)?.pop()
    if (oldIndex !== undefined) pairs.push({ oldIndex, newIndex })
  })
  return new Map(longestRising(pairs).map(({ oldIndex, newIndex }) => [newIndex, oldIndex]))
}

function sizeOf(children: readonly Node[], from: number, to: number): number {
  let size = 0
  for (let index = from; index < to; index += 1) size += children[index]?.nodeSize ?? 0
  return size
}
