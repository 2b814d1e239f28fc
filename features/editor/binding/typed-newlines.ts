import type { Node } from '@tiptap/pm/model'
import type { EditorState, Transaction } from '@tiptap/pm/state'

import { hardBreakName } from '#schema/line-breaks'

/**
 * Turns newline characters outside code into hard breaks, which is what they are in the shared text: code
 * that becomes a paragraph brings them, and so does pasted text.
 * @returns nothing where there are none
 */
export function breaksForNewlines(before: Node, state: EditorState): Transaction | null {
  const hardBreak = state.schema.nodes[hardBreakName]
  if (!hardBreak) return null
  const { tr } = state
  const untouched = new Set(before.children)
  state.doc.forEach((block, offset) => {
    if (untouched.has(block)) return
    block.descendants((node, position, parent) => {
      if (!node.isText || parent?.type.spec.code) return
      for (const { index } of (node.text ?? '').matchAll(/\n/g)) {
        const from = offset + 1 + position + index
        tr.replaceWith(from, from + 1, hardBreak.create(null, null, node.marks))
      }
    })
  })
  return tr.docChanged ? tr : null
}
