import {
  BetweenHorizontalEnd,
  BetweenHorizontalStart,
  BetweenVerticalEnd,
  BetweenVerticalStart,
  ChevronsRightLeft,
  Columns3,
  FoldHorizontal,
  FoldVertical,
  MoveHorizontal,
  PanelLeft,
  PanelTop,
  TableCellsMerge,
  TableCellsSplit,
  Trash2,
} from 'lucide-react'

import type { EditorCommand } from '#features/editor/commands/editor-command'
import type { SelectionContext } from '#features/editor/commands/selection-context'
import { changeColumnWidth, evenColumns } from '#features/editor/tables/column-commands'

const isEnabled = ({ inTable }: SelectionContext) => inTable

// One table command a transaction: two in a chain work on each other's stale positions.
export const rowCommands: readonly EditorCommand[] = [
  {
    id: 'rowAbove',
    icon: BetweenHorizontalEnd,
    isEnabled,
    run: (editor) => editor.chain().focus().addRowBefore().run(),
  },
  {
    id: 'rowBelow',
    icon: BetweenHorizontalStart,
    isEnabled,
    run: (editor) => editor.chain().focus().addRowAfter().run(),
  },
  {
    id: 'deleteRow',
    icon: FoldVertical,
    isEnabled,
    run: (editor) => editor.chain().focus().deleteRow().run(),
  },
]

export const columnCommands: readonly EditorCommand[] = [
  {
    id: 'columnBefore',
    icon: BetweenVerticalEnd,
    isEnabled,
    run: (editor) => editor.chain().focus().addColumnBefore().run(),
  },
  {
    id: 'columnAfter',
    icon: BetweenVerticalStart,
    isEnabled,
    run: (editor) => editor.chain().focus().addColumnAfter().run(),
  },
  {
    id: 'deleteColumn',
    icon: FoldHorizontal,
    isEnabled,
    run: (editor) => editor.chain().focus().deleteColumn().run(),
  },
]

export const widthCommands: readonly EditorCommand[] = [
  {
    id: 'columnWider',
    icon: MoveHorizontal,
    isEnabled,
    run: (editor) => changeColumnWidth(editor, 1),
  },
  {
    id: 'columnNarrower',
    icon: ChevronsRightLeft,
    isEnabled,
    run: (editor) => changeColumnWidth(editor, -1),
  },
  {
    id: 'evenColumns',
    icon: Columns3,
    isEnabled,
    run: (editor) => evenColumns(editor),
  },
]

export const headerRow: EditorCommand = {
  id: 'headerRow',
  icon: PanelTop,
  isEnabled,
  run: (editor) => editor.chain().focus().toggleHeaderRow().run(),
}

export const headerColumn: EditorCommand = {
  id: 'headerColumn',
  icon: PanelLeft,
  isEnabled,
  run: (editor) => editor.chain().focus().toggleHeaderColumn().run(),
}

export const mergeCells: EditorCommand = {
  id: 'mergeCells',
  icon: TableCellsMerge,
  isEnabled: ({ canMergeCells }) => canMergeCells,
  run: (editor) => editor.chain().focus().mergeCells().run(),
}

export const splitCell: EditorCommand = {
  id: 'splitCell',
  icon: TableCellsSplit,
  isEnabled: ({ canSplitCell }) => canSplitCell,
  run: (editor) => editor.chain().focus().splitCell().run(),
}

export const deleteTable: EditorCommand = {
  id: 'deleteTable',
  icon: Trash2,
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
