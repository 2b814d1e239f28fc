import type { NodeFormat } from '#formats/node-format'

/** Markdown has none; as HTML it comes back, and is nothing wherever else it is read. */
export const pageBreak: NodeFormat = {
  node: 'pageBreak',
  toMarkdown: (node, write) => [{ type: 'html', value: write.html(node) }],
  toText: () => '',
}
