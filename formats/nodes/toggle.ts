import type { NodeFormat } from '#formats/node-format'
import { alignmentOf } from '#formats/nodes/alignment'

/** In Markdown as in HTML it is `details`: its first block is what is always seen. */
export const toggle: NodeFormat = {
  node: 'toggle',
  toMarkdown: (node, write) => {
    const first = node.child(0)
    const bare = alignmentOf(first) === null ? write.html(first) : ''
    const [, style = '', line] = /^<p((?: style="white-space:pre-wrap")?)[^>]*>(.*)<\/p>$/s.exec(bare) ?? []
    const summary =
      line === undefined ? `<summary>${write.html(first)}</summary>` : `<summary${style}>${line}</summary>`
    return [
      { type: 'html', value: `<details>\n${summary}` },
      ...write.blocks(node.cut(first.nodeSize)),
      { type: 'html', value: '</details>' },
    ]
  },
  toText: (node, write) => write.blocks(node),
}
