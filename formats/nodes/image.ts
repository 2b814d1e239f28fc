import type { NodeFormat } from '#formats/node-format'

export const image: NodeFormat = {
  node: 'image',
  toMarkdown: (node, write) => {
    const { src, alt, caption } = node.attrs as { src: string | null; alt: string; caption: string }
    if (src === null) return []
    // Markdown has no sign for how large it is shown, nor for where.
    if (node.attrs['size'] !== null || node.attrs['align'] !== null) {
      return [{ type: 'html', value: write.html(node) }]
    }
    const url = write.addressOf(src)
    return [{ type: 'paragraph', children: [{ type: 'image', url, alt, title: caption || null }] }]
  },
  fromMarkdown: {
    image: ({ url, alt, title }, read) => read.image(url, alt ?? '', [], title ?? ''),
  },
  toText: (node) => {
    const { alt, caption } = node.attrs as { alt: string; caption: string }
    return [alt === '' ? '' : `[${alt}]`, caption].filter((text) => text !== '').join('\n')
  },
}
