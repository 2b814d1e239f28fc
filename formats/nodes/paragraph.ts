import type { Node } from '@tiptap/pm/model'

import type { NodeFormat } from '#formats/node-format'
import { isTableOfContents } from '#formats/nodes/table-of-contents'

export const paragraph: NodeFormat = {
  node: 'paragraph',
  // An empty line is nothing that Markdown could keep.
  toMarkdown: (node, write) =>
    node.textContent.trim() === '' && node.children.every(isBlank)
      ? []
      : [{ type: 'paragraph', children: write.inline(node) }],
  fromMarkdown: {
    paragraph: (node, read) => {
      const { children } = node
      const [first] = children
      if (isTableOfContents(node, read)) return [read.create('tableOfContents')]
      // A formula in two dollars that stands alone is one of its own, also on one line.
      return children.length === 1 && first?.type === 'inlineMath' && first.isDisplayed === true
        ? read.blocks([{ type: 'math', value: first.value }])
        : read.blocksOfInline(children, 'paragraph')
    },
  },
  toText: (node, write) => write.inline(node),
}

const isBlank = (node: Node) => node.isText || node.type.name === 'hardBreak'
