import type { Editor } from '@tiptap/core'
import type { Node } from '@tiptap/pm/model'
import { TextSelection } from '@tiptap/pm/state'

/**
 * Puts a block of its own after the outermost block the caret is in, or in place of it where that is an empty
 * line; cuts a paragraph in two where the caret is in the middle of it. The caret goes to the line below,
 * which is made where there is none.
 */
export function insertBlock(editor: Editor, block: Node): boolean {
  const { tr, schema } = editor.state
  const { $to } = tr.selection
  const outer = $to.depth === 0 ? $to.nodeBefore : $to.node(1)
  const line = schema.nodes['paragraph']?.create()
  if (!line) return false
  let from = $to.depth === 0 ? $to.pos : $to.after(1)
  if (outer?.type.name === 'paragraph' && outer.content.size === 0 && $to.depth === 1) {
    tr.delete($to.before(1), from)
    from = $to.before(1)
  } else if ($to.depth === 1 && outer?.isTextblock && $to.parentOffset < outer.content.size) {
    tr.split($to.pos)
    from = $to.pos + 1
  }
  tr.insert(from, block)
  const below = from + block.nodeSize
  const next = tr.doc.resolve(below).nodeAfter
  if (!next?.isTextblock) tr.insert(below, line)
  tr.setSelection(TextSelection.create(tr.doc, below + 1)).scrollIntoView()
  editor.view.dispatch(tr)
  editor.view.focus()
  return true
}
