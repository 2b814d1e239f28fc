import type { Paragraph } from 'mdast'

import type { MarkdownReading } from '#formats/markdown/read-markdown'
import type { NodeFormat } from '#formats/node-format'

/** `[TOC]` alone in a line, as many programs read it. */
export const tableOfContents: NodeFormat = {
  node: 'tableOfContents',
  toMarkdown: () => [{ type: 'paragraph', children: [{ type: 'html', value: '[TOC]' }] }],
  toText: () => '',
}

/** Whether a line of Markdown is the place of the headings. */
export function isTableOfContents({ children }: Paragraph, read: MarkdownReading): boolean {
  const [first] = children
  return (
    children.length === 1 &&
    first?.type === 'text' &&
    /^\[TOC\]$/i.test(first.value) &&
    read.isUnescaped(first)
  )
}
