import type { Node } from '@tiptap/pm/model'

import type { NodeFormat } from '#formats/node-format'
import { alignmentOf } from '#formats/nodes/alignment'
import { isTableOfContents } from '#formats/nodes/table-of-contents'

export const paragraph: NodeFormat = {
  node: 'paragraph',
  toMarkdown: (node, write) => {
    // An empty line is nothing that Markdown could keep.
    if (node.textContent.trim() === '' && node.children.every(isBlank)) return []
    if (alignmentOf(node) !== null) return [{ type: 'html', value: write.html(node) }]
    return [{ type: 'paragraph', children: write.inline(node) }]
  },
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
