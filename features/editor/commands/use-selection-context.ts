import type { Editor } from '@tiptap/core'
import { useEditorState } from '@tiptap/react'

import { type SelectionContext, selectionContext } from '#features/editor/commands/selection-context'

/** Renders anew only when something a command asks about has changed, not for every keystroke. */
export function useSelectionContext(editor: Editor): SelectionContext {
  return useEditorState({ editor, selector: ({ editor }) => selectionContext(editor) })
}
