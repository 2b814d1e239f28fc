import { type Editor, findParentNode } from '@tiptap/core'
import { selectedRect } from '@tiptap/pm/tables'

import {
  columnWidths,
  setColumnWidths,
  withBorderMoved,
  writtenWidths,
} from '#features/editor/tables/column-widths'
import { shownWidths } from '#features/editor/tables/shown-widths'

const step = 24
const findTable = findParentNode(({ type }) => type.name === 'table')

/** The selected columns, or the one the caret is in, each by a step; their neighbours make room. */
export function changeColumnWidth(editor: Editor, direction: 1 | -1): boolean {
  const table = findTable(editor.state.selection)
  if (!table) return false
  const { left, right } = selectedRect(editor.state)
  const before = columnWidths(table.node) ?? shownWidths(editor.view, table.pos, table.node)
  let widths = before
  for (let column = left; column < right; column += 1) {
    const isLast = column === widths.length - 1 && column > 0
    widths = isLast
      ? withBorderMoved(widths, column - 1, -step * direction)
      : withBorderMoved(widths, column, step * direction)
  }
  const { tr } = editor.state
  setColumnWidths(tr, table.pos, widths)
  editor.view.dispatch(tr)
  editor.view.focus()
  return tr.docChanged
}

/** All columns alike, as in a new table. */
export function evenColumns(editor: Editor): boolean {
  const table = findTable(editor.state.selection)
  if (!table || writtenWidths(table.node).every((width) => width === null)) return false
  const { tr } = editor.state
  setColumnWidths(tr, table.pos, null)
  editor.view.dispatch(tr)
  editor.view.focus()
  return true
}
