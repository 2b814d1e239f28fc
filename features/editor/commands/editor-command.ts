import type { Editor } from '@tiptap/core'

import type { SelectionContext } from '#features/editor/commands/selection-context'

/**
 * Something a person can do to the text, defined once: toolbar, menus and keyboard all show the same name
 * and icon (`CommandIcon`) and do the same.
 */
export type EditorCommand = {
  /** Also the key of its name: `editor.commands.<id>`. */
  readonly id: string
  /**
   * As ProseMirror's keymaps write them. The first is the one shown; others are for keyboards where it
   * cannot be typed.
   */
  readonly shortcuts?: readonly string[]
  /** Only a toggle has it. */
  readonly isActive?: (context: SelectionContext) => boolean
  /** On wherever nobody chose anything else. */
  readonly isUsual?: true
  /** Changes nothing in the document: also there for those who may only read it. */
  readonly forReaders?: true
  readonly isEnabled?: (context: SelectionContext) => boolean
  /** Gives the text its focus back. Returns whether something was done. */
  readonly run: (editor: Editor) => boolean
}

export function isCommandEnabled(command: EditorCommand, context: SelectionContext): boolean {
  return command.isEnabled?.(context) ?? true
}
