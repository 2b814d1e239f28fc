import type { Editor } from '@tiptap/core'
import { Fragment, type Node, type Schema, Slice } from '@tiptap/pm/model'
import type { Transaction } from '@tiptap/pm/state'
import type * as Y from 'yjs'

import { withPresentComments } from '#features/history/keep-comments'
import { letterChanges } from '#features/history/letter-changes'
import type { ElementOf } from '#features/history/shared-past'
import { unknownBlockName } from '#schema/nodes/unknown-block'

/** A block of a version, as ProseMirror's JSON; the key is that of the same block today. */
export type OldBlock = { readonly key: string; readonly json: unknown }

/** Where the text is brought back, by the same pieces of the shared document that history knows. */
export type LiveText = { readonly editor: Editor; readonly elementOf: ElementOf }

type KeyedNode = { readonly key: string; readonly node: Node }

/**
 * Makes the text what it was in a version, as one edit that touches only what differs, while others go on writing; what one
 * undoes brings the present back.
 */
export function restoreVersion(live: LiveText, blocks: readonly OldBlock[]): void {
  const { editor } = live
  const { schema, tr } = editor.state
  const old = readBlocks(blocks, schema)
  const empty = schema.nodes['paragraph']?.createAndFill()
  replaceBlocks(tr, presentBlocks(live), old.length > 0 || !empty ? old : [{ key: '', node: empty }])
  dispatch(editor, tr)
}

/**
 * Makes the text be of these blocks; what is given without JSON stays what it is. As several edits: what changes in several
 * places of one line is written in each of them, so that the letters between stay whose they are.
 */
export function changeBlocks(
  live: LiveText,
  blocks: readonly { readonly key: string; readonly json?: unknown }[],
): void {
  const { editor } = live
  const { schema } = editor.state
  const wanted = new Map(
    blocks.map(({ key, json }) => [key, json === undefined ? null : schema.nodeFromJSON(json)]),
  )
  let end = editor.state.doc.content.size
  for (const { key, node } of presentBlocks(live).toReversed()) {
    end -= node.nodeSize
    const other = wanted.get(key)
    if (other && node.isTextblock && node.sameMarkup(other)) changeLetters(editor, end, node, other)
  }
  const present = presentBlocks(live)
  const nodes = new Map(present.map(({ key, node }) => [key, node]))
  const after = [...wanted].flatMap(([key, other]): KeyedNode[] => {
    const node = other ?? nodes.get(key)
    return node ? [{ key, node }] : []
  })
  const empty = schema.nodes['paragraph']?.createAndFill()
  const { tr } = editor.state
  replaceBlocks(tr, present, after.length > 0 || !empty ? after : [{ key: '', node: empty }])
  dispatch(editor, tr)
}

function changeLetters(editor: Editor, at: number, present: Node, other: Node): void {
  const wanted = withPresentComments(other.type.schema, Fragment.from(present), Fragment.from(other)).child(0)
  // From the end, so that places before it stay what they are.
  for (const { from, to, wantedFrom, wantedTo } of letterChanges(present, wanted).toReversed()) {
    dispatch(editor, editor.state.tr.replace(at + 1 + from, at + 1 + to, wanted.slice(wantedFrom, wantedTo)))
  }
}

/** Brings back some blocks of a version, which stand in a row there: each in the place of itself, or behind the one before it. */
export function restoreBlocks(live: LiveText, all: readonly OldBlock[], wanted: ReadonlySet<string>): void {
  const { editor } = live
  const { schema, tr } = editor.state
  const present = presentBlocks(live)
  const places = new Map(present.map(({ key }, index) => [key, index]))
  const after = [...present]
  let behind = -1
  for (const { key, node } of readBlocks(all, schema)) {
    const here = after.findIndex((block) => block.key === key)
    if (!wanted.has(key)) {
      if (places.has(key) && here > behind) behind = here
      continue
    }
    if (here >= 0) after[here] = { key, node }
    else after.splice(behind + 1, 0, { key, node })
    behind = here >= 0 ? here : behind + 1
  }
  replaceBlocks(tr, present, after)
  dispatch(editor, tr)
}

function dispatch(editor: Editor, tr: Transaction): void {
  if (tr.docChanged) editor.view.dispatch(tr)
}

function readBlocks(blocks: readonly OldBlock[], schema: Schema): KeyedNode[] {
  // What this editor does not know it cannot write either.
  return blocks
    .map(({ key, json }) => ({ key, node: schema.nodeFromJSON(json) }))
    .filter(({ node }) => node.type.name !== unknownBlockName)
}

/** The blocks of the text with the keys under which history knows them. */
function presentBlocks({ editor, elementOf }: LiveText): KeyedNode[] {
  return editor.state.doc.children.map((node, index) => {
    const element = elementOf(node) as Y.XmlElement | undefined
    // oxlint-disable-next-line no-underscore-dangle -- a type knows its id only so
    const id = element?._item?.id
    return { key: id ? `${id.client}-${id.clock}` : `new ${index}`, node }
  })
}

/** @param before the blocks of the transaction's document */
function replaceBlocks(tr: Transaction, before: readonly KeyedNode[], after: readonly KeyedNode[]): void {
  const starts: number[] = []
  let position = 0
  for (const { node } of before) {
    starts.push(position)
    position += node.nodeSize
  }
  starts.push(position)
  // From the end, so that places before it stay what they are.
  let [beforeEnd, afterEnd] = [before.length, after.length]
  for (const [one, other] of [...pairs(before, after).toReversed(), [-1, -1] as const]) {
    const [removed, wantedBlocks] = [
      contentOf(before, one + 1, beforeEnd),
      contentOf(after, other + 1, afterEnd),
    ]
    const inserted = withPresentComments(tr.doc.type.schema, removed, wantedBlocks)
    const [from, to] = [starts[one + 1] ?? 0, starts[beforeEnd] ?? 0]
    if (from < to || inserted.size > 0) tr.replace(from, to, new Slice(inserted, 0, 0))
    const [present, wanted] = [before[one]?.node, after[other]?.node]
    if (present && wanted) replaceInside(tr, starts[one] ?? 0, present, wanted)
    ;[beforeEnd, afterEnd] = [one, other]
  }
}

function contentOf(blocks: readonly KeyedNode[], from: number, to: number): Fragment {
  return Fragment.from(blocks.slice(from, to).map(({ node }) => node))
}

/** Blocks that are there before and after, in one order. */
function pairs(before: readonly KeyedNode[], after: readonly KeyedNode[]): (readonly [number, number])[] {
  const places = new Map(before.map(({ key }, index) => [key, index]))
  const found: [number, number][] = []
  let last = -1
  for (const [index, { key }] of after.entries()) {
    const place = places.get(key) ?? -1
    if (place <= last) continue
    found.push([place, index])
    last = place
  }
  return found
}

function replaceInside(tr: Transaction, at: number, present: Node, old: Node): void {
  if (present.eq(old)) return
  const wanted = withPresentComments(old.type.schema, Fragment.from(present), Fragment.from(old)).child(0)
  if (present.eq(wanted)) return
  if (!present.sameMarkup(wanted)) {
    tr.replaceWith(at, at + present.nodeSize, wanted)
    return
  }
  const start = present.content.findDiffStart(wanted.content)
  const end = present.content.findDiffEnd(wanted.content)
  if (start === null || !end) return
  // Where the same letter stands on both sides, what differs would overlap itself.
  const overlap = Math.max(0, start - Math.min(end.a, end.b))
  const inside = at + 1
  tr.replace(inside + start, inside + end.a + overlap, wanted.slice(start, end.b + overlap))
}
