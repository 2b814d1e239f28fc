import { Link as TipTapLink } from '@tiptap/extension-link'

import { checkedAttribute } from '#schema/checked-attribute'
import { isSafeHref } from '#schema/safe-addresses'

/**
 * A link that has an address and nothing else: a `class` or `target` taken from the shared document could
 * make a link look like, or lie over, the interface. The address is checked on paste, on read and on render.
 */
export const Link = TipTapLink.extend({
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
}).configure({
  autolink: true,
  openOnClick: false,
  linkOnPaste: true,
  defaultProtocol: 'https',
  isAllowedUri: (url) => isSafeHref(url),
})
