import type { Attrs, Mark, Node, Schema } from '@tiptap/pm/model'
import { canSplit, type Transform } from '@tiptap/pm/transform'

import { inlineObjectMark } from '#schema/inline-objects'
import { readAttributes } from '#schema/read-attributes'
import { changeBlock } from '#schema/suggestions/change-block'
import { suggestionAttribute } from '#schema/suggestions/block-suggestion'
import { isBare, joinToBefore, removeBlock } from '#schema/suggestions/leave-blocks'
import { suggestedBreakName } from '#schema/suggestions/suggested-break'
import {
  deletionName,
  formattingName,
  insertionName,
  suggestionMarkNames,
} from '#schema/suggestions/suggestion-marks'
import { isAttributes, isBlockSuggestion, isSuggestionId } from '#schema/suggestions/suggestion-values'

export type Decision = 'accept' | 'reject'

/** Which suggestions; all of them where nothing is said. */
export type ChosenSuggestions = {
  readonly by?: string
  readonly ids?: ReadonlySet<string>
  /** In positions of the document as it is before: what lies in between, also in part. */
  readonly from?: number
  readonly to?: number
}

/**
 * Accepts or rejects suggestions as steps that touch nothing else, so that carets, comments and what others write
 * at that moment stay where they are. From the end to the beginning, so that no place moves before its turn.
 *
 * Rejected, the text is as if nothing had been suggested; accepted, as if all had been done. A new block goes only
 * where everything in it goes with it: what somebody wrote there without suggesting it stays, with its block.
 * So does a deleted one, if something in it is not to be deleted.
 */
export function decideSuggestions(tr: Transform, decision: Decision, chosen: ChosenSuggestions = {}): void {
  decideOnce(tr, decision, chosen)
  // A line that is taken out of the middle of a list leaves two lists, and what was said of the one on both.
  if (chosen.from === undefined && chosen.to === undefined) decideOnce(tr, decision, chosen)
}

function decideOnce(
  tr: Transform,
  decision: Decision,
  { by, ids, from = 0, to = tr.doc.content.size }: ChosenSuggestions,
): void {
  const isChosen = (said: unknown): boolean => {
    const { by: author, id } = (said ?? {}) as Record<string, unknown>
    if (by !== undefined && author !== by) return false
    return ids === undefined || (isSuggestionId(id) && ids.has(id))
  }
  const places: { readonly node: Node; readonly at: number }[] = []
  tr.doc.nodesBetween(from, to, (node, at) => {
    if (isSuggested(node, isChosen)) places.push({ node, at })
    return true
  })
  for (const { node, at } of places.toReversed()) {
    if (!node.isInline) decideBlock(tr, decision, at, isChosen)
    else {
      const start = Math.max(at, node.isText ? from : at)
      const end = Math.min(at + node.nodeSize, node.isText ? to : at + node.nodeSize)
      decideLetters(tr, decision, { node, from: start, to: end, isChosen })
    }
  }
}

function isSuggested(node: Node, isChosen: (said: unknown) => boolean): boolean {
  if (node.isInline)
    return node.marks.some(({ type, attrs }) => suggestionMarkNames.includes(type.name) && isChosen(attrs))
  const said: unknown = node.attrs[suggestionAttribute]
  return isBlockSuggestion(said) && isChosen(said)
}

type Letters = {
  readonly node: Node
  readonly from: number
  readonly to: number
  readonly isChosen: (said: unknown) => boolean
}

function decideLetters(tr: Transform, decision: Decision, { node, from, to, isChosen }: Letters): void {
  const chosen = node.marks.filter(({ attrs }) => isChosen(attrs))
  const of = (name: string): Mark[] => chosen.filter(({ type }) => type.name === name)
  const goes = of(decision === 'accept' ? deletionName : insertionName)
  if (goes.length > 0) {
    tr.delete(from, to)
    return
  }
  const [inserted] = of(insertionName)
  if (inserted && node.type.name === suggestedBreakName) return breakBlock(tr, from, node.attrs)
  const formatting = of(formattingName)
  for (const mark of [...(inserted ? [inserted] : []), ...of(deletionName), ...formatting]) {
    tr.removeMark(from, to, mark)
  }
  if (decision === 'accept') for (const { attrs } of formatting) format(tr, from, to, attrs)
}

function format(tr: Transform, from: number, to: number, said: Attrs): void {
  const { marks } = tr.doc.type.schema
  const name: unknown = said['mark']
  const type = typeof name === 'string' && Object.hasOwn(marks, name) ? marks[name] : undefined
  if (!type || type.name === inlineObjectMark || suggestionMarkNames.includes(type.name)) return
  const attrs: unknown = said['attrs']
  if (said['on'] === true)
    tr.addMark(from, to, type.create(readAttributes(type, isAttributes(attrs) ? attrs : {})))
  else tr.removeMark(from, to, type)
}

/** In place of the letter, a new block really begins. */
function breakBlock(tr: Transform, at: number, said: Attrs): void {
  tr.delete(at, at + 1)
  const $at = tr.doc.resolve(at)
  const { schema } = tr.doc.type
  const like = { type: $at.parent.type, attrs: { ...$at.parent.attrs, [suggestionAttribute]: null } }
  const next = blockOf(schema, said) ?? like
  const isItem = next.type.spec.group !== 'block' && !next.type.isTextblock
  if (isItem && canSplit(tr.doc, at, 2, [next, like])) tr.split(at, 2, [next, like])
  else if (!isItem && canSplit(tr.doc, at, 1, [next])) tr.split(at, 1, [next])
  else if (canSplit(tr.doc, at, 1, [like])) tr.split(at, 1, [like])
}

function blockOf(schema: Schema, { type: name, attrs }: Attrs) {
  const type = typeof name === 'string' && Object.hasOwn(schema.nodes, name) ? schema.nodes[name] : undefined
  if (!type || type.isInline || type.isLeaf) return null
  const values = readAttributes(type, isAttributes(attrs) ? attrs : {})
  return { type, attrs: { ...values, [suggestionAttribute]: null } }
}

function decideBlock(
  tr: Transform,
  decision: Decision,
  at: number,
  isChosen: (said: unknown) => boolean,
): void {
  const node = tr.doc.nodeAt(at)
  const said: unknown = node?.attrs[suggestionAttribute]
  // It may have gone with what was in it, and another one stand here.
  if (!node || !isBlockSuggestion(said) || !isChosen(said)) return
  const goes = said.kind === (decision === 'accept' ? 'delete' : 'insert')
  if (goes && (node.isLeaf || isBare(node))) return removeBlock(tr, at)
  tr.setNodeAttribute(at, suggestionAttribute, null)
  if (decision === 'reject') return
  if (said.kind === 'join') joinToBefore(tr, at)
  if (said.kind === 'change' && said.to) changeBlock(tr, at, said.to)
}
