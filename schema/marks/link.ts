import { Mark } from '@tiptap/core'
import type { Transaction } from '@tiptap/pm/state'

import { checkedAttribute } from '#schema/checked-attribute'
import { isSafeHref } from '#schema/safe-addresses'

declare module '@tiptap/core' {
  interface Commands<ReturnType> {
    link: {
      setLink: (attributes: { href: string }) => ReturnType
      unsetLink: () => ReturnType
    }
  }
}

const asWritten = 'linkAsWritten'

/** Whether a transaction makes or takes links itself, so that what it writes is not looked through for more. */
export function leavesTextAsItIs(transaction: Transaction): boolean {
  return transaction.getMeta(asWritten) === true
}

export function leaveTextAsItIs(transaction: Transaction): Transaction {
  return transaction.setMeta(asWritten, true)
}

/**
 * A link that has an address and nothing else: a `class` or `target` taken from the shared document could
 * make a link look like, or lie over, the interface. The address is checked on paste, on read and on render.
 */
export const Link = Mark.create({
  name: 'link',
  priority: 1000,
  keepOnSplit: false,
  exitable: true,

  addAttributes() {
    return {
      href: checkedAttribute<string | null>({
        default: null,
        accepts: isSafeHref,
        parseHTML: (element) => element.getAttribute('href'),
      }),
    }
  },

  parseHTML() {
    return [{ tag: 'a[href]', getAttrs: (element) => isSafeHref(element.getAttribute('href')) && null }]
  },

  renderHTML({ mark }) {
    const href: unknown = mark.attrs['href']
    if (!isSafeHref(href)) return ['span', 0]
    return ['a', { href, target: '_blank', rel: 'noopener noreferrer nofollow' }, 0]
  },

  addCommands() {
    return {
      setLink:
        (attributes) =>
        ({ chain }) =>
          isSafeHref(attributes.href) &&
          chain().setMark(this.name, attributes).setMeta(asWritten, true).run(),
      unsetLink:
        () =>
        ({ chain }) =>
          chain().unsetMark(this.name, { extendEmptyMarkRange: true }).setMeta(asWritten, true).run(),
    }
  },
})
