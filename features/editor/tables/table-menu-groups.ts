import {
  columnCommands,
  deleteTable,
  headerColumn,
  headerRow,
  mergeCells,
  rowCommands,
  splitCell,
  widthCommands,
} from '#features/editor/commands/table-commands'

export const tableMenuGroups = [
  rowCommands,
  columnCommands,
  widthCommands,
  [headerRow, headerColumn, mergeCells, splitCell],
  [deleteTable],
] as const
