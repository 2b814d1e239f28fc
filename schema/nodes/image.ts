import { mergeAttributes, Node } from '@tiptap/core'

import { checkedAttribute, integerAttribute, isIntegerBetween } from '#schema/checked-attribute'
import { isOwnImageSource } from '#schema/safe-addresses'

const maxSide = 20_000
const maxAltLength = 1_000

function sideAttribute(name: 'width' | 'height') {
  const isSide = isIntegerBetween(1, maxSide)
  return checkedAttribute<number | null>({
    default: null,
    accepts: (value) => value === null || isSide(value),
    parseHTML: (element) => integerAttribute(element, name),
  })
}

/** An uploaded picture, kept by its address; width and height, in pixels, reserve its place while it loads. */
export const Image = Node.create({
  name: 'image',
  group: 'block',
  draggable: true,

  addAttributes() {
    return {
      src: checkedAttribute<string | null>({
        default: null,
        accepts: isOwnImageSource,
        parseHTML: (element) => element.getAttribute('src'),
      }),
      alt: checkedAttribute<string>({
        default: '',
        accepts: (value) => typeof value === 'string' && value.length <= maxAltLength,
        parseHTML: (element) => element.getAttribute('alt'),
      }),
      width: sideAttribute('width'),
      height: sideAttribute('height'),
    }
  },

  parseHTML() {
    return [{ tag: 'img[src]', getAttrs: (element) => isOwnImageSource(element.getAttribute('src')) && null }]
  },

  renderHTML({ node, HTMLAttributes }) {
    const { src, ...rest } = HTMLAttributes as Record<string, unknown>
    return ['img', mergeAttributes(rest, isOwnImageSource(node.attrs['src']) ? { src } : {})]
  },
})
