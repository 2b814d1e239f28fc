import type { EditorCommand } from '#features/editor/commands/editor-command'
import type { SelectionContext } from '#features/editor/commands/selection-context'
import { changeColumnWidth, evenColumns } from '#features/editor/tables/column-commands'

const isEnabled = ({ inTable }: SelectionContext) => inTable

// One table command a transaction: two in a chain work on each other's stale positions.
export const rowCommands: readonly EditorCommand[] = [
  {
    id: 'rowAbove',
    isEnabled,
    run: (editor) => editor.chain().focus().addRowBefore().run(),
  },
  {
    id: 'rowBelow',
    isEnabled,
    run: (editor) => editor.chain().focus().addRowAfter().run(),
  },
  {
    id: 'deleteRow',
    isEnabled,
    run: (editor) => editor.chain().focus().deleteRow().run(),
  },
]

export const columnCommands: readonly EditorCommand[] = [
  {
    id: 'columnBefore',
    isEnabled,
    run: (editor) => editor.chain().focus().addColumnBefore().run(),
  },
  {
    id: 'columnAfter',
    isEnabled,
    run: (editor) => editor.chain().focus().addColumnAfter().run(),
  },
  {
    id: 'deleteColumn',
    isEnabled,
    run: (editor) => editor.chain().focus().deleteColumn().run(),
  },
]

export const widthCommands: readonly EditorCommand[] = [
  {
    id: 'columnWider',
    isEnabled,
    run: (editor) => changeColumnWidth(editor, 1),
  },
  {
    id: 'columnNarrower',
    isEnabled,
    run: (editor) => changeColumnWidth(editor, -1),
  },
  {
    id: 'evenColumns',
    isEnabled,
    run: (editor) => evenColumns(editor),
  },
]

export const headerRow: EditorCommand = {
  id: 'headerRow',
  isEnabled,
  run: (editor) => editor.chain().focus().toggleHeaderRow().run(),
}

export const headerColumn: EditorCommand = {
  id: 'headerColumn',
  isEnabled,
  run: (editor) => editor.chain().focus().toggleHeaderColumn().run(),
}

export const mergeCells: EditorCommand = {
  id: 'mergeCells',
  isEnabled: ({ canMergeCells }) => canMergeCells,
  run: (editor) => editor.chain().focus().mergeCells().run(),
}

export const splitCell: EditorCommand = {
  id: 'splitCell',
  isEnabled: ({ canSplitCell }) => canSplitCell,
  run: (editor) => editor.chain().focus().splitCell().run(),
}

export const deleteTable: EditorCommand = {
  id: 'deleteTable',
  isEnabled,
  run: (editor) => editor.chain().focus().deleteTable().run(),
}

export const tableCommands: readonly EditorCommand[] = [
  ...rowCommands,
  ...columnCommands,
  ...widthCommands,
  headerRow,
  headerColumn,
  mergeCells,
  splitCell,
  deleteTable,
]
