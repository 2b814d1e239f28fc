import { Extension } from '@tiptap/core'
import type { EditorView } from '@tiptap/pm/view'

/** So far from the window's edges a place is in sight; beneath the bars it is not. */
const marginPx = { top: 160, bottom: 100 }

/** Scrolls a place of the text into the middle of the window unless it is well in sight. */
export function bringIntoSight(view: EditorView, pos: number): void {
  const { top, bottom } = view.coordsAtPos(pos)
  const { innerHeight } = window
  if (top < marginPx.top || bottom > innerHeight - marginPx.bottom)
    window.scrollBy({ top: top - innerHeight / 2 })
}

/**
 * Whatever scrolls to the caret scrolls to it also for those who are elsewhere, as in a list of suggestions beside the text:
 * ProseMirror does it only where the browser's own selection is in the text.
 */
export const ScrollsFromElsewhere = Extension.create({
  name: 'scrollsFromElsewhere',

  onTransaction({ editor, transaction, appendedTransactions }) {
    if (![transaction, ...appendedTransactions].some(({ scrolledIntoView }) => scrolledIntoView)) return
    const { view, state } = editor
    const { activeElement } = view.dom.ownerDocument
    const { focusNode } = view.dom.ownerDocument.getSelection() ?? {}
    if (focusNode && view.dom.contains(focusNode)) return
    // Whoever writes in a note or a formula stays with it.
    if (activeElement instanceof HTMLElement && activeElement.isContentEditable) return
    bringIntoSight(view, state.selection.head)
  },
})
