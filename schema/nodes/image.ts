import { mergeAttributes, Node } from '@tiptap/core'

import { checkedAttribute, integerAttribute, isIntegerBetween } from '#schema/checked-attribute'
import { isOwnImageSource } from '#schema/safe-addresses'

const maxSide = 20_000
const maxTextLength = 1_000

export const smallestImageSize = 5

/** Where an image stands that is narrower than the text; null, as in most, is the middle. */
export type ImageAlignment = 'left' | 'right'

function sideAttribute(name: 'width' | 'height') {
  const isSide = isIntegerBetween(1, maxSide)
  return checkedAttribute<number | null>({
    default: null,
    accepts: (value) => value === null || isSide(value),
    parseHTML: (element) => integerAttribute(imageIn(element), name),
  })
}

/**
 * An uploaded picture, kept by its address; width and height, in pixels, reserve its place while it loads.
 * `size` is how wide it is shown, in per cent of the text; null as wide as it is.
 */
export const Image = Node.create({
  name: 'image',
  group: 'block',
  draggable: true,

  addAttributes() {
    return {
      src: checkedAttribute<string | null>({
        default: null,
        accepts: isOwnImageSource,
        parseHTML: (element) => imageIn(element).getAttribute('src'),
      }),
      alt: checkedAttribute<string>({
        default: '',
        accepts: isShortText,
        parseHTML: (element) => imageIn(element).getAttribute('alt'),
      }),
      caption: {
        ...checkedAttribute<string>({
          default: '',
          accepts: isShortText,
          parseHTML: (element) => evened(element.querySelector('figcaption')?.textContent ?? ''),
        }),
        rendered: false,
      },
      size: checkedAttribute<number | null>({
        default: null,
        accepts: isImageSize,
        parseHTML: (element) => integerAttribute(imageIn(element), 'data-size'),
        renderHTML: ({ size }) =>
          isImageSize(size) ? { 'data-size': String(size), style: `width: ${size}%` } : {},
      }),
      align: checkedAttribute<ImageAlignment | null>({
        default: null,
        accepts: isImageAlignment,
        parseHTML: (element) => imageIn(element).getAttribute('data-align'),
        renderHTML: ({ align }) => (isImageAlignment(align) ? { 'data-align': align } : {}),
      }),
      width: sideAttribute('width'),
      height: sideAttribute('height'),
    }
  },

  parseHTML() {
    return [
      { tag: 'figure', getAttrs: (element) => isFigureOfImage(element) && null },
      { tag: 'img[src]', getAttrs: (element) => isOwnImageSource(element.getAttribute('src')) && null },
    ]
  },

  renderHTML({ node, HTMLAttributes }) {
    const { src, ...rest } = HTMLAttributes as Record<string, unknown>
    const caption: unknown = node.attrs['caption']
    const attributes = mergeAttributes(rest, isOwnImageSource(node.attrs['src']) ? { src } : {})
    if (typeof caption !== 'string' || caption === '') return ['img', attributes]
    return ['figure', {}, ['img', attributes], ['figcaption', {}, caption]]
  },
})

export const isImageSize = isIntegerBetween(smallestImageSize, 100)

export function isImageAlignment(value: unknown): value is ImageAlignment {
  return value === 'left' || value === 'right'
}

function isShortText(value: unknown): boolean {
  return typeof value === 'string' && value.length <= maxTextLength
}

/** The image that an element is, or that a figure shows. */
function imageIn(element: HTMLElement): HTMLElement {
  return element.tagName === 'IMG' ? element : (element.querySelector('img') ?? element)
}

/** One image and its caption; a figure of anything else is read as what is in it. */
function isFigureOfImage(figure: HTMLElement): boolean {
  const [image, ...others] = figure.querySelectorAll('img')
  if (!image || others.length > 0 || !isOwnImageSource(image.getAttribute('src'))) return false
  const caption = figure.querySelector('figcaption')?.textContent ?? ''
  return evened(figure.textContent ?? '') === evened(caption)
}

function evened(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim()
}
