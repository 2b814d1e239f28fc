import * as blocks from '#features/editor/commands/block-commands'
import { clearFormatting } from '#features/editor/commands/clear-formatting'
import { colors } from '#features/editor/commands/color-commands'
import type { EditorCommand } from '#features/editor/commands/editor-command'
import * as history from '#features/editor/commands/history-commands'
import { commentCommands } from '#features/editor/commands/comment-commands'
import { imageCommands } from '#features/editor/images/image-commands'
import * as inserts from '#features/editor/commands/insert-commands'
import { alignCommands, directionCommands } from '#features/editor/commands/layout-commands'
import * as lists from '#features/editor/commands/list-commands'
import * as marks from '#features/editor/commands/mark-commands'
import { tableCommands } from '#features/editor/commands/table-commands'
import { wholeBlockCommands } from '#features/editor/commands/whole-block-commands'
import { viewCommands } from '#features/editor/commands/view-commands'

/** Everything that has a name in the messages and maybe a shortcut. */
export const allCommands: readonly EditorCommand[] = [
  history.undo,
  history.redo,
  blocks.paragraph,
  ...blocks.headings,
  marks.bold,
  marks.italic,
  marks.underline,
  marks.strike,
  marks.code,
  marks.subscript,
  marks.superscript,
  colors,
  marks.highlight,
  marks.link,
  clearFormatting,
  ...alignCommands,
  ...directionCommands,
  lists.bulletList,
  lists.orderedList,
  lists.taskList,
  lists.indent,
  lists.outdent,
  blocks.quote,
  blocks.callout,
  blocks.toggle,
  blocks.codeBlock,
  blocks.formulaBlock,
  blocks.diagram,
  inserts.inlineFormula,
  inserts.footnote,
  inserts.mention,
  inserts.image,
  ...imageCommands,
  inserts.emoji,
  inserts.divider,
  inserts.pageBreak,
  inserts.tableOfContents,
  inserts.table,
  ...tableCommands,
  ...commentCommands,
  ...wholeBlockCommands,
  ...viewCommands,
]
