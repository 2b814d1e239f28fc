import type { Editor } from '@tiptap/core'
import type { Attrs, Node, NodeType } from '@tiptap/pm/model'
import { TextSelection, type Transaction } from '@tiptap/pm/state'

import { BlockTypesStep, type BlockType } from '#features/editor/commands/block-types-step'
import { laidOutBlocks } from '#schema/nodes/block-layout'

/** From here on ProseMirror's own way, a step for each block, is felt. */
const many = 100

/** How a block lies on the page stays when it becomes another one. */
const layoutAttributes = ['align', 'dir', 'indent'] as const

/**
 * Makes every selected line a block of this type, each with the layout it has.
 * @returns whether there are several lines and this was done; one alone, and lines in lists, are TipTap's affair
 */
export function setTypeOfLines(editor: Editor, name: string, attrs: Attrs = {}): boolean {
  const { selection, schema, tr } = editor.state
  const type = schema.nodes[name]
  if (!type || !(selection instanceof TextSelection) || selection.$from.sameParent(selection.$to))
    return false
  const lines = linesToChange(editor.state.doc, selection, type, attrs)
  if (lines === null || lines.size === 0) return false
  if (lines.size < many) setEach(tr, lines)
  else tr.step(new BlockTypesStep(lines))
  editor.view.dispatch(tr.scrollIntoView())
  editor.view.focus()
  return true
}

/** Null where one of them is none that holds the same as the others, or may not be another one where it is. */
function linesToChange(
  doc: Node,
  { from, to }: TextSelection,
  type: NodeType,
  attrs: Attrs,
): Map<number, BlockType> | null {
  const lines = new Map<number, BlockType>()
  let isPlain = true
  doc.nodesBetween(from, to, (node, pos, parent) => {
    if (!node.isTextblock) return isPlain
    isPlain &&= laidOutBlocks.includes(node.type.name) && parent?.type.name === 'doc'
    const layout = Object.fromEntries(layoutAttributes.map((name) => [name, node.attrs[name] as unknown]))
    lines.set(pos, { type, attrs: { ...layout, ...attrs } })
    return false
  })
  return isPlain ? lines : null
}

function setEach(tr: Transaction, lines: ReadonlyMap<number, BlockType>): void {
  // None of them moves: they are as long as before.
  for (const [pos, { type, attrs }] of lines) tr.setNodeMarkup(pos, type, attrs)
}
