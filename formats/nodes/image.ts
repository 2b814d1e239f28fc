import type { NodeFormat } from '#formats/node-format'

export const image: NodeFormat = {
  node: 'image',
  toMarkdown: (node, write) => {
    const { src, alt } = node.attrs as { src: string | null; alt: string }
    if (src === null) return []
    const url = write.addressOf(src)
    return [{ type: 'paragraph', children: [{ type: 'image', url, alt }] }]
  },
  fromMarkdown: {
    image: ({ url, alt }, read) => read.image(url, alt ?? ''),
  },
  toText: (node) => {
    const { alt } = node.attrs as { alt: string }
    return alt === '' ? '' : `[${alt}]`
  },
}
