import {
  columnCommands,
  deleteTable,
  headerColumn,
  headerRow,
  mergeCells,
  rowCommands,
  splitCell,
} from '#features/editor/commands/table-commands'

export const tableMenuGroups = [
  rowCommands,
  columnCommands,
  [headerRow, headerColumn, mergeCells, splitCell],
  [deleteTable],
] as const
