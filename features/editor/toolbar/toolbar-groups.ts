import {
  callout,
  codeBlock,
  diagram,
  formulaBlock,
  quote,
  toggle,
} from '#features/editor/commands/block-commands'
import { clearFormatting } from '#features/editor/commands/clear-formatting'
import { colors } from '#features/editor/commands/color-commands'
import { comment } from '#features/editor/commands/comment-commands'
import type { EditorCommand } from '#features/editor/commands/editor-command'
import { redo, undo } from '#features/editor/commands/history-commands'
import {
  divider,
  emoji,
  footnote,
  image,
  mention,
  pageBreak,
  table,
  inlineFormula,
  tableOfContents,
} from '#features/editor/commands/insert-commands'
import { alignCommands, directionCommands } from '#features/editor/commands/layout-commands'
import { bulletList, indent, orderedList, outdent, taskList } from '#features/editor/commands/list-commands'
import {
  bold,
  code,
  highlight,
  italic,
  link,
  strike,
  subscript,
  superscript,
  underline,
} from '#features/editor/commands/mark-commands'

/** The toolbar from left to right; the style menu stands after the first group. */
export const toolbarGroups: readonly (readonly EditorCommand[])[] = [
  [undo, redo],
  [bold, italic, underline, strike, code, colors, highlight],
  [link, image, comment],
  alignCommands,
  [bulletList, orderedList, taskList, quote, codeBlock, divider, table],
]

/** Only ever in the menu at the end. */
export const furtherCommands: readonly EditorCommand[] = [
  subscript,
  superscript,
  indent,
  outdent,
  ...directionCommands,
  callout,
  toggle,
  emoji,
  formulaBlock,
  inlineFormula,
  footnote,
  mention,
  diagram,
  pageBreak,
  tableOfContents,
  clearFormatting,
]

export type ToolbarSizes = {
  readonly available: number
  readonly button: number
  readonly separator: number
  /** The style menu and the menu at the end. */
  readonly fixed: number
}

/**
 * How many commands have room in one line, counted from the left; the others go into the menu at the end.
 */
export function fittingCommands(
  { available, button, separator, fixed }: ToolbarSizes,
  groups: readonly (readonly EditorCommand[])[] = toolbarGroups,
): number {
  let width = fixed
  let count = 0
  for (const group of groups) {
    width += separator
    const room = Math.max(0, Math.floor((available - width) / button))
    if (room < group.length) return count + room
    width += group.length * button
    count += group.length
  }
  return count
}
