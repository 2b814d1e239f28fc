import { Redo2, Undo2 } from 'lucide-react'

import type { EditorCommand } from '#features/editor/commands/editor-command'

export const undo: EditorCommand = {
  id: 'undo',
  icon: Undo2,
  shortcuts: ['Mod-z'],
  isEnabled: ({ canUndo }) => canUndo,
  run: (editor) => editor.chain().focus().undo().run(),
}

export const redo: EditorCommand = {
  id: 'redo',
  icon: Redo2,
  shortcuts: ['Mod-Shift-z', 'Mod-y'],
  isEnabled: ({ canRedo }) => canRedo,
  run: (editor) => editor.chain().focus().redo().run(),
}
