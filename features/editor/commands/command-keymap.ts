import { type Editor, Extension } from '@tiptap/core'

import { allCommands } from '#features/editor/commands/all-commands'
import { indent, orderedList, outdent } from '#features/editor/commands/list-commands'
import { focusCommands } from '#features/editor/commands/focus-commands'
import { runCommand } from '#features/editor/commands/run-command'
import { selectionContext } from '#features/editor/commands/selection-context'

/** The shortcuts of all commands, before those that nodes and marks bring with them. */
export const CommandKeymap = Extension.create({
  name: 'commandKeymap',
  priority: 1100,

  addKeyboardShortcuts() {
    const { editor } = this
    const shortcuts = allCommands.flatMap((command) =>
      (command.shortcuts ?? []).map(
        (keys) =>
          [
            keys,
            () => {
              runCommand(editor, command)
              // Also where it does nothing now: Ctrl+K or Ctrl+U would otherwise go to the browser.
              return editor.isEditable
            },
          ] as const,
      ),
    )
    return {
      ...Object.fromEntries(shortcuts),
      // Where a slash is Shift+7, as on Spanish keyboards, Ctrl+/ and Ctrl+Shift+7 are the same keys.
      'Mod-Shift-/': () => runCommand(editor, orderedList) || editor.isEditable,
      'Alt-F10': () => focusCommands(),
      Tab: () => onTab(editor),
      'Shift-Tab': () => onShiftTab(editor),
      Backspace: () => onBackspace(editor),
    }
  },
})

/** In lists and tables Tab stays in the text; elsewhere it goes on to the next control, as on any page. */
function onTab(editor: Editor): boolean {
  const { inTable, list } = selectionContext(editor)
  if (list) {
    runCommand(editor, indent)
    return true
  }
  if (!inTable) return false
  // Two steps, not a chain: the second needs the positions the first has made.
  if (!editor.commands.goToNextCell() && editor.commands.addRowAfter()) editor.commands.goToNextCell()
  return true
}

function onShiftTab(editor: Editor): boolean {
  const { inTable, list } = selectionContext(editor)
  if (list) {
    runCommand(editor, outdent)
    return true
  }
  if (inTable) editor.commands.goToPreviousCell()
  return inTable
}

/** At the very beginning of an indented block it takes the indent away first, as in other editors. */
function onBackspace(editor: Editor): boolean {
  const { empty, $from } = editor.state.selection
  if (!empty || $from.parentOffset > 0 || !$from.parent.attrs['indent']) return false
  return selectionContext(editor).list === null && runCommand(editor, outdent)
}
