import type { Editor } from '@tiptap/core'

/**
 * Puts the caret into a document in which nothing stands yet: whoever opens one wants to write. Not where
 * something else has the focus, nor on a touch screen, where it would push the keyboard over the page.
 */
export function startInText(editor: Editor): void {
  if (!editor.isEditable || !editor.isEmpty) return
  if (document.activeElement !== document.body || !matchMedia('(pointer: fine)').matches) return
  editor.commands.focus('start', { scrollIntoView: false })
}
