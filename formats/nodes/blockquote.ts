import type { NodeFormat } from '#formats/node-format'
import { readCallout } from '#formats/nodes/callout'

export const blockquote: NodeFormat = {
  node: 'blockquote',
  toMarkdown: (node, write) => [{ type: 'blockquote', children: write.blocks(node) }],
  fromMarkdown: {
    blockquote: (quote, read) => [
      readCallout(quote, read) ?? read.create('blockquote', null, read.blocksOrLine(quote.children)),
    ],
  },
  toText: (node, write) => write.blocks(node).replaceAll(/^/gm, '> ').replaceAll(/ +$/gm, ''),
}
