import { link } from '#formats/marks/link'
import { bold, code, italic, strike, underline } from '#formats/marks/simple-marks'
import type { MarkFormat, NodeFormat } from '#formats/node-format'
import { blockquote } from '#formats/nodes/blockquote'
import { codeBlock } from '#formats/nodes/code-block'
import { heading } from '#formats/nodes/heading'
import { horizontalRule } from '#formats/nodes/horizontal-rule'
import { image } from '#formats/nodes/image'
import { bulletList, orderedList, taskList } from '#formats/nodes/lists'
import { paragraph } from '#formats/nodes/paragraph'
import { table } from '#formats/nodes/table'
import { unknownBlock } from '#formats/nodes/unknown-block'

/** Every block that goes to files; what only stands inside another one is told there (items, rows, cells). */
export const nodeFormats: readonly NodeFormat[] = [
  paragraph,
  heading,
  blockquote,
  codeBlock,
  horizontalRule,
  image,
  bulletList,
  orderedList,
  taskList,
  table,
  unknownBlock,
]

/** From the outermost to the innermost, as Markdown nests them. */
export const markFormats: readonly MarkFormat[] = [link, bold, italic, strike, underline, code]
