import type { Mapping } from '@tiptap/pm/transform'
import type { EditorView } from '@tiptap/pm/view'

/** Below this many pixels nothing has moved; coordinates of text are fractions. */
const noticeablePx = 1

/**
 * Carries out a change that others made and keeps what this person looks at where it is: the line of the
 * caret while that is in sight, else the first line in sight. A browser that anchors scrolling by itself
 * takes the whole focused editor for its anchor, which stays put while the text in it moves.
 */
export function keepViewSteady(view: EditorView, mapping: Mapping, change: () => void): void {
  const anchor = anchorOf(view)
  change()
  if (!anchor) return
  const moved = topOf(view, mapping.map(anchor.position)) - anchor.top
  if (Math.abs(moved) >= noticeablePx)
    view.dom.ownerDocument.defaultView?.scrollBy({ top: moved, behavior: 'instant' })
}

function anchorOf(view: EditorView): { position: number; top: number } | null {
  const window = view.dom.ownerDocument.defaultView
  // At the very top there is nothing above that could push.
  if (!window || window.scrollY === 0) return null
  const sheet = view.dom.getBoundingClientRect()
  // The style sheet says there how much of the window the header and the toolbar cover.
  const covered = Number.parseFloat(window.getComputedStyle(view.dom).scrollMarginTop) || 0
  const inSight = { top: Math.max(sheet.top, covered), bottom: Math.min(sheet.bottom, window.innerHeight) }
  const { head } = view.state.selection
  const caretTop = view.hasFocus() ? topOf(view, head) : Number.NaN
  if (caretTop >= inSight.top && caretTop < inSight.bottom) return { position: head, top: caretTop }
  const found = view.posAtCoords({ left: sheet.left + sheet.width / 2, top: inSight.top })
  return found && { position: found.pos, top: topOf(view, found.pos) }
}

function topOf(view: EditorView, position: number): number {
  return view.coordsAtPos(Math.min(position, view.state.doc.content.size)).top
}
