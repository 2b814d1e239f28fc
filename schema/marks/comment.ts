import { Mark } from '@tiptap/core'

import { checkedAttribute } from '#schema/checked-attribute'

/** Of the mark, here and in the shared text. */
export const commentMarkName = 'comment'

/** Ids of threads: 128 random bits, as those of documents. */
export function isThreadId(value: unknown): value is string {
  return typeof value === 'string' && /^[\w-]{22}$/.test(value)
}

/**
 * The text that a thread of comments is about. It says which thread and nothing else: whether it is shown, and how,
 * depends on what is known of that thread, which a text can only claim. Several may lie over the same letters.
 */
export const Comment = Mark.create({
  name: commentMarkName,
  excludes: '',
  // What is written behind it is not what somebody commented.
  inclusive: false,

  addAttributes() {
    return {
      thread: checkedAttribute<string | null>({
        default: null,
        accepts: isThreadId,
        parseHTML: (element) => element.dataset['thread'],
        renderHTML: ({ thread }) => (isThreadId(thread) ? { 'data-thread': thread } : {}),
      }),
    }
  },

  parseHTML() {
    return [{ tag: 'span[data-thread]', getAttrs: ({ dataset }) => isThreadId(dataset['thread']) && null }]
  },

  renderHTML({ HTMLAttributes }) {
    return ['span', HTMLAttributes, 0]
  },
})
