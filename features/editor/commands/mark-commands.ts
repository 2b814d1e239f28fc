import {
  Bold,
  Code,
  Italic,
  Link2,
  type LucideIcon,
  RemoveFormatting,
  Strikethrough,
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

export const link: EditorCommand = {
  id: 'link',
  icon: Link2,
  shortcuts: ['Mod-k'],
  isActive: (context) => context.link !== null,
  isEnabled: allowsMarks,
  run: (editor) => openLinkEditor(editor),
}

export const clearFormatting: EditorCommand = {
  id: 'clearFormatting',
  icon: RemoveFormatting,
  // On many keyboards a backslash takes AltGr.
  shortcuts: ['Mod-\\', 'Ctrl-Space'],
  isEnabled: ({ nodeSelected }) => nodeSelected === null,
  run: (editor) => editor.chain().focus().unsetAllMarks().run(),
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

function allowsMarks({ inCodeBlock, nodeSelected }: SelectionContext): boolean {
  return !inCodeBlock && nodeSelected === null
}
