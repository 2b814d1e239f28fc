import { Fragment, type Node, type Schema } from '@tiptap/pm/model'
import * as Y from 'yjs'

import { documentField } from '#schema/document-fields'
import { pageSetup } from '#schema/page-setup'
import { readBody } from '#schema/read-nodes'
import { withoutSuggestions } from '#schema/suggestions/without-suggestions'

/** What a document begins with: some screens of it, to be read while the rest is on its way. */
export type DocumentOpening = {
  /** BCP 47, as the document says; null where it does not. */
  readonly language: string | null
  /** ProseMirror's JSON of a document that holds the first blocks, the last of them perhaps cut. */
  readonly content: unknown
}

/** In ProseMirror's positions, about one a letter: some five screens. */
const enough = 12_000
const mostBlocks = 120

/** Without what is only suggested. Reads no more of the body than it takes; never throws on content this schema does not know. */
export function readOpening(doc: Y.Doc, schema: Schema): DocumentOpening {
  const blocks: Node[] = []
  let room = enough
  for (const shared of doc.getXmlFragment(documentField.body).toArray().slice(0, mostBlocks)) {
    const [block] = shared instanceof Y.XmlElement ? readBody([shared], schema, new Map()) : []
    if (!block) continue
    const fitting = cutBlock(block, room)
    blocks.push(fitting)
    room -= block.nodeSize
    if (room <= 0) break
  }
  const { language } = pageSetup(doc)
  const opening = withoutSuggestions(schema.topNodeType.create(null, blocks))
  return { language, content: opening.toJSON() }
}

/** As many of its children as there is room for, and at least the first: a whole book may be one list. */
function cutBlock(block: Node, room: number): Node {
  if (block.nodeSize <= room) return block
  if (block.isTextblock) return block.copy(block.content.cut(0, Math.max(room, 0)))
  const children: Node[] = []
  let left = room
  for (const child of block.children) {
    if (children.length > 0 && left <= 0) break
    children.push(cutBlock(child, left))
    left -= child.nodeSize
  }
  return block.copy(Fragment.from(children))
}
