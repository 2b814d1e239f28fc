import type { NodeFormat } from '#formats/node-format'

export const blockquote: NodeFormat = {
  node: 'blockquote',
  toMarkdown: (node, write) => [{ type: 'blockquote', children: write.blocks(node) }],
  fromMarkdown: {
    blockquote: ({ children }, read) => [read.create('blockquote', null, read.blocksOrLine(children))],
  },
  toText: (node, write) => write.blocks(node).replaceAll(/^/gm, '> ').replaceAll(/ +$/gm, ''),
}
