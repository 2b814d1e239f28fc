import type { NodeFormat } from '#formats/node-format'

export const paragraph: NodeFormat = {
  node: 'paragraph',
  // An empty line is nothing that Markdown could keep.
  toMarkdown: (node, write) =>
    node.textContent.trim() === '' ? [] : [{ type: 'paragraph', children: write.inline(node) }],
  fromMarkdown: {
    paragraph: ({ children }, read) => read.blocksOfInline(children, 'paragraph'),
  },
  toText: (node, write) => write.inline(node),
}
