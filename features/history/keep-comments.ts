import { ChangeSet } from '@tiptap/pm/changeset'
import type { Fragment, MarkType, Node, Schema } from '@tiptap/pm/model'
import { StepMap, Transform } from '@tiptap/pm/transform'

import { commentMarkName } from '#schema/marks/comment'

/** Beyond so many positions that differ, what stays between them is not looked for. */
const maxCompared = 10_000

/**
 * Text of a version, where letters that stand in the present too are commented as they are there: what people say about a
 * text is no part of it, and goes on. What has to be written anew comes back with the comments it had.
 */
export function withPresentComments(schema: Schema, present: Fragment, wanted: Fragment): Fragment {
  const comment = schema.marks[commentMarkName]
  if (!comment || !(holdsMark(present, comment) || holdsMark(wanted, comment))) return wanted
  // Roots that hold them, whether or not a document may be of such blocks alone.
  const before = schema.topNodeType.create(null, present)
  const tr = new Transform(schema.topNodeType.create(null, wanted))
  let [from, shift] = [0, 0]
  const end = { fromB: wanted.size, toA: present.size, toB: wanted.size }
  for (const { fromB, toA, toB } of [...changesOf(before, tr.doc, comment), end]) {
    keepComments(tr, before, comment, { from, to: fromB, shift })
    ;[from, shift] = [toB, toA - toB]
  }
  return tr.doc.content
}

type Stretch = {
  readonly from: number
  readonly to: number
  /** How much farther on it stands in the present. */
  readonly shift: number
}

function keepComments(tr: Transform, before: Node, comment: MarkType, { from, to, shift }: Stretch): void {
  tr.removeMark(from, to, comment)
  before.nodesBetween(from + shift, to + shift, (node, position) => {
    const start = Math.max(from, position - shift)
    const end = Math.min(to, position - shift + node.nodeSize)
    for (const mark of node.isInline ? node.marks : []) {
      if (mark.type === comment) tr.addMark(start, end, mark)
    }
  })
}

/** Where two differ in more than their comments, in order. */
function changesOf(before: Node, after: Node, comment: MarkType) {
  const [one, other] = [withoutMark(before, comment), withoutMark(after, comment)]
  const start = one.content.findDiffStart(other.content)
  const end = one.content.findDiffEnd(other.content)
  if (start === null || !end) return []
  // Where the same letter stands on both sides, what differs would overlap itself.
  const overlap = Math.max(0, start - Math.min(end.a, end.b))
  const [toA, toB] = [end.a + overlap, end.b + overlap]
  if (Math.max(toA, toB) - start > maxCompared) return [{ fromB: start, toA, toB }]
  const replaced = new StepMap([start, toA - start, toB - start])
  return ChangeSet.create(one).addSteps(other, [replaced], null).changes
}

function withoutMark(root: Node, type: MarkType): Node {
  return new Transform(root).removeMark(0, root.content.size, type).doc
}

function holdsMark(content: Fragment, type: MarkType): boolean {
  let found = false
  content.descendants((node) => {
    found ||= type.isInSet(node.marks) !== undefined
    return !found
  })
  return found
}
