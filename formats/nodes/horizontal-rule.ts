import type { NodeFormat } from '#formats/node-format'

export const horizontalRule: NodeFormat = {
  node: 'horizontalRule',
  toMarkdown: () => [{ type: 'thematicBreak' }],
  fromMarkdown: { thematicBreak: (_node, read) => [read.create('horizontalRule')] },
  toText: () => '* * *',
}
