import { Fragment, type Schema } from '@tiptap/pm/model'
import { uuidv4 } from 'lib0/random'
import * as Y from 'yjs'

import { readBody } from '#schema/read-nodes'
import { suggestionAttribute } from '#schema/suggestions/block-suggestion'
import { writeElement } from '#schema/write-nodes'

/**
 * Puts what is missing into blocks that an undo has left without what they cannot be read without: an item of a list
 * whose only line was this person's suggestion, or whose first was, with an image behind it. Without it others' item
 * would be hidden, and what stands in one's own unreadable. It is suggested, as all that this person adds.
 */
export function fillChanged(transaction: Y.Transaction, schema: Schema, by: string): void {
  const frames = [...transaction.changed]
    .filter(([, keys]) => keys.has(null))
    .flatMap(([type]) => (type instanceof Y.XmlElement && isThere(type) ? [type] : []))
  // What is around is read with what is in it.
  for (const frame of frames.toSorted((one, other) => depthOf(other) - depthOf(one))) fill(frame, schema, by)
}

function fill(frame: Y.XmlElement, schema: Schema, by: string): void {
  const type = schema.nodes[frame.nodeName]
  if (!type || type.isTextblock || type.isLeaf) return
  const elements = (frame.toArray() as unknown[]).filter((child) => child instanceof Y.XmlElement)
  const content = readBody(elements, schema, new Map())
  const missing = type.contentMatch.fillBefore(Fragment.from(content), true)
  if (!missing || missing.childCount === 0) return
  const isWithinOwn = isOwn(frame, by)
  // Of one's own nothing needs to be left.
  if (isWithinOwn && content.length === 0) return
  const made = missing.content.map(writeElement)
  // Yjs keeps any JSON here; its types know strings only.
  const said = { by, id: uuidv4(), at: Date.now(), kind: 'insert' } as unknown as string
  if (!isWithinOwn) for (const element of made) element.setAttribute(suggestionAttribute, said)
  frame.insert(0, made)
}

function isOwn(element: Y.XmlElement, by: string): boolean {
  for (let around: unknown = element; around instanceof Y.XmlElement; around = around.parent) {
    const said: unknown = around.getAttributes()[suggestionAttribute]
    const { kind, by: author } = (said ?? {}) as { readonly kind?: unknown; readonly by?: unknown }
    if (kind === 'insert') return author === by
  }
  return false
}

function isThere({ _item: item }: Y.XmlElement): boolean {
  return item?.deleted === false
}

function depthOf(element: Y.XmlElement): number {
  let depth = 0
  for (let around: unknown = element; around instanceof Y.XmlElement; around = around.parent) depth += 1
  return depth
}
