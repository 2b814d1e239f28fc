import {
  Bold,
  Code,
  Highlighter,
  Italic,
  Link2,
  type LucideIcon,
  Strikethrough,
  Subscript,
  Superscript,
  Underline,
} from 'lucide-react'

import type { EditorCommand } from '#features/editor/commands/editor-command'
import type { MarkName, SelectionContext } from '#features/editor/commands/selection-context'
import { openLinkEditor } from '#features/editor/links/link-editor'

export const bold = markCommand('bold', Bold, ['Mod-b'])
export const italic = markCommand('italic', Italic, ['Mod-i'])
export const underline = markCommand('underline', Underline, ['Mod-u'])
export const strike = markCommand('strike', Strikethrough, ['Mod-Shift-s', 'Mod-Shift-x'])
export const code = markCommand('code', Code, ['Mod-e'])
export const subscript = markCommand('subscript', Subscript, ['Mod-,'])
export const superscript = markCommand('superscript', Superscript, ['Mod-.'])
// Not TipTap's Ctrl+Shift+H, which replaces text in other editors; and one without AltGr.
export const highlight = markCommand('highlight', Highlighter, ['Mod-Alt-h', 'Mod-Shift-y'])

export const link: EditorCommand = {
  id: 'link',
  icon: Link2,
  shortcuts: ['Mod-k'],
  isActive: (context) => context.link !== null,
  isEnabled: allowsMarks,
  run: (editor) => openLinkEditor(editor),
}

function markCommand(name: MarkName, icon: LucideIcon, shortcuts: readonly string[]): EditorCommand {
  return {
    id: name,
    icon,
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
