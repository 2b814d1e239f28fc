import type { Editor } from '@tiptap/core'
import { AllSelection, TextSelection } from '@tiptap/pm/state'

import { type EditorCommand, isCommandEnabled } from '#features/editor/commands/editor-command'
import { selectionContext } from '#features/editor/commands/selection-context'

/**
 * Runs a command where it makes sense. One that fails leaves the text as it was: an exception on its way
 * up through the editor would leave it half way in a transaction, and deaf.
 */
export function runCommand(editor: Editor, command: EditorCommand): boolean {
  if (editor.isDestroyed || !(editor.isEditable || command.forReaders)) return false
  if (!isCommandEnabled(command, selectionContext(editor))) return false
  try {
    if (editor.state.selection instanceof AllSelection) selectAllText(editor)
    return command.run(editor)
  } catch (error) {
    console.error(`The command ${command.id} failed`, error)
    return false
  }
}

/** Everything selected is outside every list and quote, so that these could only be wrapped once more. */
function selectAllText(editor: Editor): void {
  const { doc } = editor.state
  editor.commands.setTextSelection({ from: TextSelection.atStart(doc).from, to: TextSelection.atEnd(doc).to })
}
