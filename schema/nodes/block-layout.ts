import { Extension } from '@tiptap/core'

import { checkedAttribute, integerAttribute, isIntegerBetween } from '#schema/checked-attribute'

export const alignments = ['left', 'center', 'right', 'justify'] as const

export type Alignment = (typeof alignments)[number]

export const textDirections = ['ltr', 'rtl'] as const

/** Where it is not said, each block goes by its first letter. */
export type TextDirection = (typeof textDirections)[number]

export const maxIndent = 8

/** The blocks that can be aligned and indented. In lists the list itself indents. */
export const laidOutBlocks: readonly string[] = ['paragraph', 'heading']

/** How a block of text lies on the page. Null, as in most blocks, is the language's own side, not indented. */
export const BlockLayout = Extension.create({
  name: 'blockLayout',

  addGlobalAttributes() {
    return [
      {
        types: [...laidOutBlocks],
        attributes: {
          dir: checkedAttribute<TextDirection | null>({
            default: null,
            accepts: isTextDirection,
            parseHTML: (element) => writtenDirection(element),
            renderHTML: ({ dir }) => (isTextDirection(dir) ? { dir } : {}),
          }),
          align: checkedAttribute<Alignment | null>({
            default: null,
            accepts: isAlignment,
            parseHTML: (element) => writtenAlignment(element),
            renderHTML: ({ align }) => (isAlignment(align) ? { style: `text-align: ${align}` } : {}),
          }),
          indent: checkedAttribute<number | null>({
            default: null,
            accepts: isIndent,
            parseHTML: (element) => integerAttribute(element, 'data-indent'),
            renderHTML: ({ indent }) => (isIndent(indent) ? { 'data-indent': String(indent) } : {}),
          }),
        },
      },
    ]
  },
})

/** Left is left out: pages say it of every paragraph, and written down it would hold others' text there. */
function writtenAlignment(element: HTMLElement): string | null {
  const written = element.style.textAlign || element.getAttribute('align')
  return written === 'left' ? null : written
}

/** Left to right is left out: pages say it of every paragraph, whatever is written in it later. */
function writtenDirection(element: HTMLElement): string | null {
  return element.getAttribute('dir') === 'rtl' ? 'rtl' : null
}

export function isTextDirection(value: unknown): value is TextDirection {
  return (textDirections as readonly unknown[]).includes(value)
}

const isIndent = isIntegerBetween(1, maxIndent)

export function isAlignment(value: unknown): value is Alignment {
  return (alignments as readonly unknown[]).includes(value)
}
