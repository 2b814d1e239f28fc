import type { Editor } from '@tiptap/core'
import { Selection } from '@tiptap/pm/state'
import { Transform } from '@tiptap/pm/transform'

import { blockAddress } from '#features/editor/block-handle/block-address'
import type { EditorCommand } from '#features/editor/commands/editor-command'
import { wholeBlocks } from '#features/editor/commands/whole-blocks'
import { commentMarkName } from '#schema/marks/comment'
import { copyText } from '#ui/copy-text'

export const moveUp: EditorCommand = {
  id: 'moveUp',
  shortcuts: ['Alt-Shift-ArrowUp'],
  run: (editor) => moveBlocks(editor, -1),
}

export const moveDown: EditorCommand = {
  id: 'moveDown',
  shortcuts: ['Alt-Shift-ArrowDown'],
  run: (editor) => moveBlocks(editor, 1),
}

export const duplicate: EditorCommand = {
  id: 'duplicate',
  shortcuts: ['Mod-d'],
  run: (editor) => {
    const { tr, doc, schema, selection } = editor.state
    const { from, to } = wholeBlocks(selection)
    const { [commentMarkName]: commentMark } = schema.marks
    const copied = new Transform(doc)
    // A thread is about one text.
    if (commentMark) copied.removeMark(from, to, commentMark)
    tr.insert(to, copied.doc.slice(from, to).content)
    // In the copy, at the same letter.
    tr.setSelection(Selection.near(tr.doc.resolve(to + selection.head - from)))
    editor.view.dispatch(tr.scrollIntoView())
    return true
  },
}

export const deleteBlock: EditorCommand = {
  id: 'deleteBlock',
  run: (editor) => {
    const { tr, schema, selection } = editor.state
    const { parent, from, to } = wholeBlocks(selection)
    const line = schema.nodes['paragraph']?.create()
    const isAll = to - from === parent.content.size && parent.type.name === 'doc'
    if (isAll && line) tr.replaceWith(from, to, line)
    else tr.deleteRange(from, to)
    tr.setSelection(Selection.near(tr.doc.resolve(Math.min(from, tr.doc.content.size))))
    editor.view.dispatch(tr.scrollIntoView())
    return true
  },
}

export const copyBlockLink: EditorCommand = {
  id: 'copyBlockLink',
  // Notion's.
  shortcuts: ['Alt-Shift-l'],
  run: (editor) => {
    const { binding } = editor.storage.sharedBody
    if (!binding) return false
    const address = blockAddress(binding, editor.state.doc, wholeBlocks(editor.state.selection).from)
    void copyText(address)
    return true
  },
}

export const wholeBlockCommands: readonly EditorCommand[] = [
  moveUp,
  moveDown,
  duplicate,
  copyBlockLink,
  deleteBlock,
]

/**
 * Moves what is selected by moving its neighbour to the other side: the selected text, which somebody is
 * working on, stays the text it is. In one step, so that who writes in the neighbour meanwhile finds it again.
 */
function moveBlocks(editor: Editor, by: -1 | 1): boolean {
  const { parent, startIndex, endIndex, from, to } = wholeBlocks(editor.state.selection)
  const neighbour = by < 0 ? parent.maybeChild(startIndex - 1) : parent.maybeChild(endIndex)
  if (!neighbour) return false
  const size = neighbour.nodeSize
  const start = by < 0 ? from - size : to
  const target = by < 0 ? to - size : from
  editor.view.dispatch(
    editor.state.tr
      .delete(start, start + size)
      .insert(target, neighbour)
      .scrollIntoView(),
  )
  return true
}
