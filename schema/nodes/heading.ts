import { Heading as TipTapHeading } from '@tiptap/extension-heading'

import { checkedAttribute, isIntegerBetween } from '#schema/checked-attribute'

const headingLevels = [1, 2, 3, 4, 5, 6] as const

export type HeadingLevel = (typeof headingLevels)[number]

export const Heading = TipTapHeading.extend({
  addAttributes() {
    return {
      level: {
        ...checkedAttribute<number>({
          default: 1,
          accepts: isIntegerBetween(1, 6),
          parseHTML: (element) => Number(element.tagName.slice(1)),
        }),
        rendered: false,
      },
    }
  },
}).configure({ levels: [...headingLevels] })
