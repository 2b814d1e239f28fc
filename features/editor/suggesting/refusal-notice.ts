import type { EditorState } from '@tiptap/pm/state'
import { Decoration, DecorationSet } from '@tiptap/pm/view'

import type { Refusal } from '#features/editor/suggesting/suggested-edit'

/** A sentence below the line of the caret, until something else is done. */
export function refusalNotice(
  { doc, selection }: EditorState,
  refused: Refusal | null,
  words: (refusal: Refusal) => string,
): DecorationSet | null {
  if (refused === null) return null
  const { $head } = selection
  const behind = $head.depth > 0 ? $head.after(1) : $head.pos
  const widget = Decoration.widget(behind, () => notice(words(refused)), {
    key: `suggestion-refused-${refused}`,
    side: -1,
    ignoreSelection: true,
  })
  return DecorationSet.create(doc, [widget])
}

function notice(sentence: string): HTMLElement {
  const made = document.createElement('div')
  made.className = 'upload-card suggestion-refused'
  made.contentEditable = 'false'
  made.setAttribute('role', 'status')
  made.textContent = sentence
  return made
}
