import type { Node } from '@tiptap/pm/model'
import { TableMap } from '@tiptap/pm/tables'
import type { Transaction } from '@tiptap/pm/state'

export const minColumnWidth = 48
const maxColumnWidth = 2_000

/** What is written in the document for each column, in px; null where nothing is, or 0. */
export function writtenWidths(table: Node): (number | null)[] {
  const map = TableMap.get(table)
  return Array.from({ length: map.width }, (_, column) => {
    for (let row = 0; row < map.height; row += 1) {
      const pos = map.map[row * map.width + column]
      const cell = pos === undefined ? null : table.nodeAt(pos)
      const widths: unknown = cell?.attrs['colwidth']
      if (pos === undefined || !Array.isArray(widths)) continue
      const width: unknown = widths[column - map.colCount(pos)]
      if (typeof width === 'number' && width > 0) return width
    }
    return null
  })
}

/** Columns that say nothing are as wide as the others are on average; null where no column says anything. */
export function columnWidths(table: Node): number[] | null {
  const written = writtenWidths(table)
  const known = written.filter((width) => width !== null)
  if (known.length === 0) return null
  const average = known.reduce((sum, width) => sum + width, 0) / known.length
  return written.map((width) => width ?? average)
}

export function sumOfWidths(widths: readonly number[]): number {
  return widths.reduce((total, width) => total + width, 0)
}

/** In px: a table that somebody made wider than the sheet's text may scroll; others shrink on a narrow screen. */
const textWidth = 592

/** Whether a table that is shown this wide was meant to be. */
export function isWide(table: Node, width: number): boolean {
  return width > textWidth && writtenWidths(table).every((written) => written !== null)
}

/**
 * Moves the border after a column: what it gains its neighbour loses. After the last column there is none,
 * and the table changes. No column becomes narrower than `minColumnWidth`.
 */
export function withBorderMoved(widths: readonly number[], column: number, by: number): number[] {
  const own = widths[column] ?? 0
  const next = widths[column + 1]
  const least = Math.min(0, minColumnWidth - own)
  const most = next === undefined ? maxColumnWidth - own : Math.max(0, next - minColumnWidth)
  const moved = Math.round(Math.min(Math.max(by, least), most))
  return widths.map((width, index) => {
    if (index === column) return width + moved
    return index === column + 1 ? width - moved : width
  })
}

/** Writes them into every cell; null makes all columns even again. Cells that say so already stay untouched. */
export function setColumnWidths(tr: Transaction, tablePos: number, widths: readonly number[] | null): void {
  const table = tr.doc.nodeAt(tablePos)
  if (table?.type.name !== 'table') return
  const map = TableMap.get(table)
  for (const pos of new Set(map.map)) {
    const { left, right } = map.findCell(pos)
    const written: unknown = table.nodeAt(pos)?.attrs['colwidth']
    const own = widths?.slice(left, right).map((width) => Math.round(width)) ?? null
    if (JSON.stringify(written ?? null) !== JSON.stringify(own)) {
      tr.setNodeAttribute(tablePos + 1 + pos, 'colwidth', own)
    }
  }
}
