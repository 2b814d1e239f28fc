import { TextSelection } from '@tiptap/pm/state'
import type { EditorView } from '@tiptap/pm/view'

/** Puts the caret at the end of the heading that begins there, where one goes on writing; what hides it opens. */
export function goToHeading(view: EditorView, pos: number): void {
  const { tr, doc } = view.state
  const node = doc.nodeAt(pos)
  if (!node?.isTextblock) return
  view.dispatch(tr.setSelection(TextSelection.create(doc, pos + 1 + node.content.size)))
  view.focus()
  const heading = view.nodeDOM(pos)
  if (heading instanceof HTMLElement) heading.scrollIntoView({ block: 'start' })
}
