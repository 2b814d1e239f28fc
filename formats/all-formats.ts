import { link } from '#formats/marks/link'
import {
  bold,
  code,
  highlight,
  italic,
  strike,
  subscript,
  superscript,
  textColor,
  underline,
} from '#formats/marks/simple-marks'
import type { InlineFormat, MarkFormat, NodeFormat } from '#formats/node-format'
import { blockquote } from '#formats/nodes/blockquote'
import { callout } from '#formats/nodes/callout'
import { codeBlock } from '#formats/nodes/code-block'
import { footnote } from '#formats/nodes/footnote'
import { heading } from '#formats/nodes/heading'
import { horizontalRule } from '#formats/nodes/horizontal-rule'
import { image } from '#formats/nodes/image'
import { inlineFormula } from '#formats/nodes/inline-formula'
import { bulletList, orderedList, taskList } from '#formats/nodes/lists'
import { mention } from '#formats/nodes/mention'
import { pageBreak } from '#formats/nodes/page-break'
import { paragraph } from '#formats/nodes/paragraph'
import { table } from '#formats/nodes/table'
import { tableOfContents } from '#formats/nodes/table-of-contents'
import { toggle } from '#formats/nodes/toggle'
import { unknownBlock } from '#formats/nodes/unknown-block'

/** Every block that goes to files; what only stands inside another one is told there (items, rows, cells). */
export const nodeFormats: readonly NodeFormat[] = [
  paragraph,
  heading,
  blockquote,
  callout,
  toggle,
  codeBlock,
  horizontalRule,
  pageBreak,
  image,
  bulletList,
  orderedList,
  taskList,
  table,
  tableOfContents,
  unknownBlock,
]

/** What stands in a line and is no letter; hard breaks are told with the letters. */
export const inlineFormats: readonly InlineFormat[] = [footnote, inlineFormula, mention]

/** From the outermost to the innermost, as Markdown nests them. */
export const markFormats: readonly MarkFormat[] = [
  link,
  textColor,
  highlight,
  bold,
  italic,
  strike,
  underline,
  subscript,
  superscript,
  code,
]
