import type { EditorCommand } from '#features/editor/commands/editor-command'

export const undo: EditorCommand = {
  id: 'undo',
  shortcuts: ['Mod-z'],
  isEnabled: ({ canUndo }) => canUndo,
  run: (editor) => editor.chain().focus().undo().run(),
}

export const redo: EditorCommand = {
  id: 'redo',
  shortcuts: ['Mod-Shift-z', 'Mod-y'],
  isEnabled: ({ canRedo }) => canRedo,
  run: (editor) => editor.chain().focus().redo().run(),
}
