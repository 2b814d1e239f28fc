import type { Heading } from 'mdast'

import type { NodeFormat } from '#formats/node-format'

export const heading: NodeFormat = {
  node: 'heading',
  toMarkdown: (node, write) => [
    {
      type: 'heading',
      depth: node.attrs['level'] as Heading['depth'],
      children: write.inline(node, { oneLine: true }),
    },
  ],
  fromMarkdown: {
    heading: ({ depth, children }, read) => read.blocksOfInline(children, 'heading', { level: depth }),
  },
  toText: (node, write) => write.inline(node),
}
