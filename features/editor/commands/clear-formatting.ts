import type { EditorCommand } from '#features/editor/commands/editor-command'
import { setLayout } from '#features/editor/commands/layout-commands'

/** Not all marks: links stay, and so does whatever is no matter of looks. */
const formatting = [
  'bold',
  'italic',
  'underline',
  'strike',
  'code',
  'subscript',
  'superscript',
  'textColor',
  'highlight',
] as const

/** Letters as plain as at first, in blocks that lie as at first. */
export const clearFormatting: EditorCommand = {
  id: 'clearFormatting',
  // On many keyboards a backslash takes AltGr.
  shortcuts: ['Mod-\\', 'Ctrl-Space'],
  isEnabled: ({ nodeSelected }) => nodeSelected === null,
  run: (editor) => {
    const chain = editor.chain().focus()
    for (const name of formatting) chain.unsetMark(name)
    // With a mere caret only what is typed next becomes plain.
    if (!editor.state.selection.empty) {
      chain.command(({ tr }) => setLayout(tr, () => ({ align: null, indent: null })))
    }
    return chain.run()
  },
}
