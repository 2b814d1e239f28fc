import type { InlineFormat } from '#formats/node-format'

export const inlineFormula: InlineFormat = {
  node: 'inlineFormula',
  toMarkdown: (node) => {
    const value = String(node.attrs['tex']).replaceAll(/\s+/g, ' ').trim()
    return value === '' ? null : { type: 'inlineMath', value }
  },
  fromMarkdown: { inlineMath: ({ value }) => ({ tex: value }) },
  toText: (node) => String(node.attrs['tex']),
}
