import type { Node } from '@tiptap/pm/model'
import { TableMap } from '@tiptap/pm/tables'
import type { EditorView } from '@tiptap/pm/view'

/** In px, of a sheet's text: shared alike where nothing can be measured. */
const textWidth = 584

/** How wide the columns of a table stand on the screen now, in px. */
export function shownWidths(view: EditorView, tablePos: number, table: Node): number[] {
  const map = TableMap.get(table)
  return Array.from({ length: map.width }, (_, column) => {
    for (let row = 0; row < map.height; row += 1) {
      const pos = map.map[row * map.width + column]
      if (pos === undefined || table.nodeAt(pos)?.attrs['colspan'] !== 1) continue
      const cell = view.nodeDOM(tablePos + 1 + pos)
      const width = cell instanceof HTMLElement ? cell.getBoundingClientRect().width : 0
      if (width > 0) return width
    }
    return textWidth / map.width
  })
}
