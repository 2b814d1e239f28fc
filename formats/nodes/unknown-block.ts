import type { NodeFormat } from '#formats/node-format'
import { unknownBlockName } from '#schema/nodes/unknown-block'

/** What it stands for is in the document only, and stays there. */
export const unknownBlock: NodeFormat = {
  node: unknownBlockName,
  toMarkdown: () => [],
  toText: () => '',
}
