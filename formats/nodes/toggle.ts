import type { NodeFormat } from '#formats/node-format'

/** In Markdown as in HTML it is `details`: its first block is what is always seen. */
export const toggle: NodeFormat = {
  node: 'toggle',
  toMarkdown: (node, write) => {
    const first = node.child(0)
    const summary = write.html(first).replace(/^<p(?: [^>]*)?>(.*)<\/p>$/s, '$1')
    return [
      { type: 'html', value: `<details>\n<summary>${summary}</summary>` },
      ...write.blocks(node.cut(first.nodeSize)),
      { type: 'html', value: '</details>' },
    ]
  },
  toText: (node, write) => write.blocks(node),
}
