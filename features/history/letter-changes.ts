import { ChangeSet, type TokenEncoder } from '@tiptap/pm/changeset'
import type { Mark, Node } from '@tiptap/pm/model'
import { StepMap } from '@tiptap/pm/transform'

/** A stretch of a block's content, and what stands for it in another one. */
export type LetterChange = {
  readonly from: number
  readonly to: number
  readonly wantedFrom: number
  readonly wantedTo: number
}

/** Two letters are the same where their marks are too. */
const encoder: TokenEncoder<string> = {
  encodeCharacter: (letter, marks) => String.fromCodePoint(letter) + said(marks),
  encodeNodeStart: (node) => `${node.type.name} ${JSON.stringify(node.attrs)}${said(node.marks)}`,
  encodeNodeEnd: () => 'end',
  compareTokens: (one, other) => one === other,
}

const said = (marks: readonly Mark[]): string => (marks.length > 0 ? JSON.stringify(marks) : '')

/** Where the contents of two text blocks differ, letter by letter and in order; in long ones, from the first to the last. */
export function letterChanges(present: Node, wanted: Node): LetterChange[] {
  const start = present.content.findDiffStart(wanted.content)
  const end = present.content.findDiffEnd(wanted.content)
  if (start === null || !end) return []
  // Where the same letter stands on both sides, what differs would overlap itself.
  const overlap = Math.max(0, start - Math.min(end.a, end.b))
  const [to, wantedTo] = [end.a + overlap, end.b + overlap]
  const { topNodeType } = present.type.schema
  const [before, after] = [present, wanted].map((block) => topNodeType.create(null, block)) as [Node, Node]
  // Positions in a document of one block are those in the block and one more.
  const replaced = new StepMap([start + 1, to - start, wantedTo - start])
  return ChangeSet.create(before, undefined, encoder)
    .addSteps(after, [replaced], null)
    .changes.map((change) => ({
      from: change.fromA - 1,
      to: change.toA - 1,
      wantedFrom: change.fromB - 1,
      wantedTo: change.toB - 1,
    }))
}
