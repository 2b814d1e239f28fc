import type { EditorCommand } from '#features/editor/commands/editor-command'
import type { MarkName, SelectionContext } from '#features/editor/commands/selection-context'
import { openLinkEditor } from '#features/editor/links/link-editor'

export const bold = markCommand('bold', ['Mod-b'])
export const italic = markCommand('italic', ['Mod-i'])
export const underline = markCommand('underline', ['Mod-u'])
export const strike = markCommand('strike', ['Mod-Shift-s', 'Mod-Shift-x'])
export const code = markCommand('code', ['Mod-e'])
export const subscript = markCommand('subscript', ['Mod-,'])
export const superscript = markCommand('superscript', ['Mod-.'])
// Not TipTap's Ctrl+Shift+H, which replaces text in other editors; and one without AltGr.
export const highlight = markCommand('highlight', ['Mod-Alt-h', 'Mod-Shift-y'])

export const link: EditorCommand = {
  id: 'link',
  shortcuts: ['Mod-k'],
  isActive: (context) => context.link !== null,
  isEnabled: allowsMarks,
  run: (editor) => openLinkEditor(editor),
}

function markCommand(name: MarkName, shortcuts: readonly string[]): EditorCommand {
  return {
    id: name,
    shortcuts,
    isActive: ({ marks }) => marks[name],
    isEnabled: allowsMarks,
    run: (editor) => editor.chain().focus().toggleMark(name).run(),
  }
}

/** Whether letters can be marked here. */
export function allowsMarks({ inCodeBlock, nodeSelected }: SelectionContext): boolean {
  return !inCodeBlock && nodeSelected === null
}
