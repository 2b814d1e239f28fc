import { columnCommands, deleteTable, headerRow, rowCommands } from '#features/editor/commands/table-commands'

export const tableMenuGroups = [rowCommands, columnCommands, [headerRow], [deleteTable]] as const
