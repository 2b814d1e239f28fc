import type { Editor } from '@tiptap/core'

import type { AnchoredText } from '#ui/margin-anchors'

/** Letters say which suggestion they are part of by their marks, blocks by how they are drawn. */
const selector = ':is(ins, del, span)[data-suggestion], [data-suggested-id]'

/** What is suggested, as it is shown in the text. */
export function suggestedText(editor: Editor): AnchoredText {
  return {
    text: editor.view.dom,
    *pieces() {
      for (const piece of editor.view.dom.querySelectorAll<HTMLElement>(selector)) {
        yield [piece.dataset['suggestedId'] ?? piece.dataset['suggestion'] ?? '', piece]
      }
    },
    onChange(listener) {
      editor.on('transaction', listener)
      return () => editor.off('transaction', listener)
    },
  }
}
