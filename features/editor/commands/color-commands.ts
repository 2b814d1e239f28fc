import type { Editor } from '@tiptap/core'

import type { EditorCommand } from '#features/editor/commands/editor-command'
import { allowsMarks } from '#features/editor/commands/mark-commands'
import { openPanel } from '#features/editor/panels/open-panel'
import type { PaletteColor } from '#schema/palette'

/** Asks for the colour of the text, or of a highlight. */
export const colors: EditorCommand = {
  id: 'colors',
  isEnabled: allowsMarks,
  run: (editor) => openPanel(editor, 'colors'),
}

export type ColorMark = 'textColor' | 'highlight'

/** @param color null takes the colour away */
export function setColor(editor: Editor, mark: ColorMark, color: PaletteColor | null): boolean {
  const chain = editor.chain().focus()
  return (color === null ? chain.unsetMark(mark) : chain.setMark(mark, { color })).run()
}
