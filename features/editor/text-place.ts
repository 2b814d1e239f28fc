import type { Editor } from '@tiptap/core'

/** Where a stretch of text stands in the window. */
export function textPlace({ view }: Editor, from: number, to: number): DOMRect {
  const size = view.state.doc.content.size
  const start = view.coordsAtPos(Math.min(from, size))
  const end = view.coordsAtPos(Math.min(to, size), -1)
  const [top, bottom] = [Math.min(start.top, end.top), Math.max(start.bottom, end.bottom)]
  // Over several lines the whole width counts, else the panel would hang at one end of it.
  const sameLine = Math.abs(start.top - end.top) < 4
  const block = view.dom.getBoundingClientRect()
  const [left, right] = sameLine ? [start.left, end.right] : [block.left, block.right]
  return new DOMRect(left, top, Math.max(0, right - left), bottom - top)
}
