import type { Heading } from 'mdast'

import type { NodeFormat } from '#formats/node-format'
import { alignmentOf } from '#formats/nodes/alignment'

export const heading: NodeFormat = {
  node: 'heading',
  toMarkdown: (node, write) =>
    alignmentOf(node) === null
      ? [
          {
            type: 'heading',
            depth: node.attrs['level'] as Heading['depth'],
            children: write.inline(node, { oneLine: true }),
          },
        ]
      : [{ type: 'html', value: write.html(node) }],
  fromMarkdown: {
    heading: ({ depth, children }, read) => read.blocksOfInline(children, 'heading', { level: depth }),
  },
  toText: (node, write) => write.inline(node),
}
