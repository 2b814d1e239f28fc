import type { Editor } from '@tiptap/core'

import type { EditorCommand } from '#features/editor/commands/editor-command'
import { indentBlocks } from '#features/editor/commands/layout-commands'
import { type ListName, selectionContext } from '#features/editor/commands/selection-context'
import { maxIndent } from '#schema/nodes/block-layout'

export const bulletList: EditorCommand = {
  id: 'bulletList',
  shortcuts: ['Mod-Shift-8'],
  isActive: ({ list }) => list === 'bulletList',
  run: (editor) => editor.chain().focus().toggleBulletList().run(),
}

export const orderedList: EditorCommand = {
  id: 'orderedList',
  shortcuts: ['Mod-Shift-7'],
  isActive: ({ list }) => list === 'orderedList',
  run: (editor) => editor.chain().focus().toggleOrderedList().run(),
}

export const taskList: EditorCommand = {
  id: 'taskList',
  shortcuts: ['Mod-Shift-9'],
  isActive: ({ list }) => list === 'taskList',
  run: (editor) => editor.chain().focus().toggleTaskList().run(),
}

export const indent: EditorCommand = {
  id: 'indent',
  shortcuts: ['Mod-]'],
  isEnabled: ({ list, indent }) => list !== null || (indent !== null && indent < maxIndent),
  run: (editor) =>
    selectionContext(editor).list === null
      ? indentBlocks(editor, 1)
      : editor.chain().focus().sinkListItem(itemName(editor)).run(),
}

export const outdent: EditorCommand = {
  id: 'outdent',
  shortcuts: ['Mod-['],
  isEnabled: ({ list, indent }) => list !== null || (indent !== null && indent > 0),
  run: (editor) =>
    selectionContext(editor).list === null
      ? indentBlocks(editor, -1)
      : editor.chain().focus().liftListItem(itemName(editor)).run(),
}

const itemNames: Readonly<Record<ListName, string>> = {
  bulletList: 'listItem',
  orderedList: 'listItem',
  taskList: 'taskItem',
}

function itemName(editor: Editor): string {
  return itemNames[selectionContext(editor).list ?? 'bulletList']
}
