import type { EditorCommand } from '#features/editor/commands/editor-command'
import { commentActions } from '#features/editor/commenting/comment-actions'
import { selectedPlace } from '#features/editor/commenting/selected-place'

/** For readers too: the text is marked by the server, and not here. */
export const comment: EditorCommand = {
  id: 'comment',
  forReaders: true,
  // The second for keyboards on which the first writes a sign.
  shortcuts: ['Mod-Alt-m', 'Mod-Shift-m'],
  isEnabled: ({ mayComment, empty, nodeSelected }) => mayComment && !empty && nodeSelected === null,
  run: (editor) => {
    const { start } = commentActions(editor.state) ?? {}
    const place = start ? selectedPlace(editor) : null
    if (!start || !place) return false
    start(place)
    return true
  },
}

export const nextComment: EditorCommand = stepCommand('nextComment', 'Alt-PageDown', 1)
export const previousComment: EditorCommand = stepCommand('previousComment', 'Alt-PageUp', -1)

export const commentCommands: readonly EditorCommand[] = [comment, nextComment, previousComment]

function stepCommand(id: string, shortcut: string, by: 1 | -1): EditorCommand {
  return {
    id,
    forReaders: true,
    shortcuts: [shortcut],
    isEnabled: ({ hasComments }) => hasComments,
    run: (editor) => commentActions(editor.state)?.step(by) ?? false,
  }
}
