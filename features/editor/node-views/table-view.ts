import type { Node } from '@tiptap/pm/model'
import { TableMap } from '@tiptap/pm/tables'
import type { EditorView, NodeView } from '@tiptap/pm/view'

import {
  columnWidths,
  isWide,
  setColumnWidths,
  sumOfWidths,
  withBorderMoved,
} from '#features/editor/tables/column-widths'
import { shownWidths } from '#features/editor/tables/shown-widths'

/** In px: how near to a border the pointer must be. */
const reach = 5

/**
 * A table whose columns are as wide as the document says, and whose borders a mouse can move. A finger
 * scrolls: for it, and for keys, the table's menu has the same. Moved is first only here; what others write
 * meanwhile stays, and the document changes once, when the border is let go.
 */
export function tableView(node: Node, view: EditorView, getPos: () => number | undefined): NodeView {
  let shown = node
  const dom = document.createElement('div')
  dom.className = 'tableWrapper'
  const table = document.createElement('table')
  const colgroup = document.createElement('colgroup')
  const contentDOM = document.createElement('tbody')
  table.append(colgroup, contentDOM)
  const border = document.createElement('div')
  border.className = 'column-border'
  border.contentEditable = 'false'
  border.hidden = true
  dom.append(table, border)
  let dragging: AbortController | null = null

  const show = (widths: readonly number[] | null) => {
    const count = widths?.length ?? TableMap.get(shown).width
    while (colgroup.childElementCount > count) colgroup.lastElementChild?.remove()
    while (colgroup.childElementCount < count) colgroup.append(document.createElement('col'))
    const total = sumOfWidths(widths ?? [])
    for (const [index, col] of [...colgroup.children].entries()) {
      const width = widths?.[index]
      if (col instanceof HTMLElement) {
        col.style.width = width === undefined ? '' : `${((width / total) * 100).toFixed(3)}%`
      }
    }
    table.style.width = widths ? `${total}px` : ''
    table.classList.toggle('is-wide', isWide(shown, total))
  }

  /** The column whose border after it is under the pointer, and where that border is. */
  const borderAt = (event: PointerEvent): { column: number; x: number } | null => {
    const cell = event.target instanceof Element ? event.target.closest('td, th') : null
    const pos = getPos()
    if (!cell || cell.closest('table') !== table || pos === undefined) return null
    const { left, right } = cell.getBoundingClientRect()
    const isAfter = right - event.clientX <= reach
    if (!isAfter && event.clientX - left > reach) return null
    const rect = TableMap.get(shown).findCell(view.posAtDOM(cell, 0) - 1 - pos - 1)
    const column = (isAfter ? rect.right : rect.left) - 1
    return column < 0 ? null : { column, x: isAfter ? right : left }
  }

  const placeBorder = (x: number) => {
    border.hidden = false
    border.style.left = `${x - dom.getBoundingClientRect().left + dom.scrollLeft}px`
    border.style.height = `${table.offsetHeight}px`
  }

  const onMove = (event: PointerEvent) => {
    if (dragging) return
    const found = view.editable && event.pointerType === 'mouse' ? borderAt(event) : null
    dom.classList.toggle('has-border', found !== null)
    if (found) placeBorder(found.x)
    else border.hidden = true
  }

  const onDown = (event: PointerEvent) => {
    if (!view.editable || event.pointerType !== 'mouse' || event.button !== 0) return
    const found = borderAt(event)
    const pos = getPos()
    if (!found || pos === undefined) return
    // Neither a selection nor a caret of the text begins here.
    event.preventDefault()
    event.stopPropagation()
    const onScreen = shownWidths(view, pos, shown)
    const before = columnWidths(shown) ?? onScreen
    // A table shrunk to a narrow window moves by as much as it was shrunk.
    const scale = sumOfWidths(before) / Math.max(sumOfWidths(onScreen), 1)
    let widths: readonly number[] = before
    dragging = new AbortController()
    const { signal } = dragging
    const end = () => {
      dragging?.abort()
      dragging = null
      border.hidden = true
      dom.classList.remove('has-border')
      show(columnWidths(shown))
    }
    const drag = (moved: PointerEvent) => {
      widths = withBorderMoved(before, found.column, (moved.clientX - event.clientX) * scale)
      show(widths)
      const by =
        sumOfWidths(widths.slice(0, found.column + 1)) - sumOfWidths(before.slice(0, found.column + 1))
      placeBorder(found.x + by / scale)
    }
    const finish = () => {
      const place = getPos()
      // Somebody may have added or taken a column meanwhile: then it is not the border it was.
      const isSame = place !== undefined && TableMap.get(shown).width === widths.length
      if (isSame && widths !== before) {
        const { tr } = view.state
        setColumnWidths(tr, place, widths)
        if (tr.docChanged) view.dispatch(tr)
      }
      end()
    }
    window.addEventListener('pointermove', drag, { signal })
    window.addEventListener('pointerup', finish, { signal })
    window.addEventListener('pointercancel', end, { signal })
    window.addEventListener(
      'keydown',
      (key) => {
        if (key.key !== 'Escape') return
        key.preventDefault()
        key.stopPropagation()
        end()
      },
      { signal, capture: true },
    )
  }

  dom.addEventListener('pointermove', onMove)
  dom.addEventListener('pointerleave', () => {
    if (!dragging) border.hidden = true
  })
  dom.addEventListener('pointerdown', onDown)
  // The press that follows a pointer's would still set the caret.
  dom.addEventListener('mousedown', (event) => dragging && event.preventDefault())
  show(columnWidths(node))
  return {
    dom,
    contentDOM,
    update(next) {
      if (next.type !== shown.type) return false
      shown = next
      if (!dragging) show(columnWidths(next))
      return true
    },
    stopEvent: (event) => dragging !== null && event.type === 'mousedown',
    ignoreMutation: (mutation) => mutation.type !== 'selection' && !contentDOM.contains(mutation.target),
    destroy: () => dragging?.abort(),
  }
}
