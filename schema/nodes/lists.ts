import {
  OrderedList as TipTapOrderedList,
  TaskItem as TipTapTaskItem,
  TaskList,
} from '@tiptap/extension-list'

import { checkedAttribute, integerAttribute, isIntegerBetween } from '#schema/checked-attribute'

export const OrderedList = TipTapOrderedList.extend({
  addAttributes() {
    return {
      start: checkedAttribute<number>({
        default: 1,
        accepts: isIntegerBetween(0, 999_999),
        parseHTML: (element) => (element.hasAttribute('start') ? integerAttribute(element, 'start') : 1),
        renderHTML: ({ start }) => (start === 1 ? {} : { start: String(start) }),
      }),
    }
  },

  renderHTML({ HTMLAttributes }) {
    return ['ol', HTMLAttributes, 0]
  },
})

export const TaskItem = TipTapTaskItem.extend({
  addAttributes() {
    return {
      checked: {
        ...checkedAttribute<boolean>({
          default: false,
          accepts: (value) => typeof value === 'boolean',
          parseHTML: (element) => ['', 'true'].includes(element.getAttribute('data-checked') ?? 'false'),
          renderHTML: ({ checked }) => ({ 'data-checked': checked === true ? 'true' : 'false' }),
        }),
        keepOnSplit: false,
      },
    }
  },
}).configure({ nested: true })

export { TaskList }
