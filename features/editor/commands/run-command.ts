import type { Editor } from '@tiptap/core'

import { type EditorCommand, isCommandEnabled } from '#features/editor/commands/editor-command'
import { selectionContext } from '#features/editor/commands/selection-context'

/**
 * Runs a command where it makes sense. One that fails leaves the text as it was: an exception on its way
 * up through the editor would leave it half way in a transaction, and deaf.
 */
export function runCommand(editor: Editor, command: EditorCommand): boolean {
  if (editor.isDestroyed || !editor.isEditable) return false
  if (!isCommandEnabled(command, selectionContext(editor))) return false
  try {
    return command.run(editor)
  } catch (error) {
    console.error(`The command ${command.id} failed`, error)
    return false
  }
}
