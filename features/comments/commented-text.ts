import type { Editor } from '@tiptap/core'

import { isThreadId } from '#schema/marks/comment'
import type { AnchoredText } from '#ui/margin-anchors'

const markedText = 'span[data-thread], [data-pending-thread]'

/** The text of threads, also of those that are being begun, as it is shown. */
export function commentedText(editor: Editor): AnchoredText {
  return {
    text: editor.view.dom,
    *pieces() {
      for (const piece of editor.view.dom.querySelectorAll<HTMLElement>(markedText)) {
        yield [piece.dataset['thread'] ?? piece.dataset['pendingThread'] ?? '', piece]
      }
    },
    onChange(listener) {
      editor.on('transaction', listener)
      return () => editor.off('transaction', listener)
    },
  }
}

/** The first piece of a thread's text. */
export function textOfThread(editor: Editor, thread: string): HTMLElement | null {
  if (!isThreadId(thread)) return null
  return editor.view.dom.querySelector<HTMLElement>(
    `span[data-thread="${thread}"], [data-pending-thread="${thread}"]`,
  )
}
