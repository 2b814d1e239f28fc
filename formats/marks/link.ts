import type { MarkFormat } from '#formats/node-format'
import { isSafeHref } from '#schema/safe-addresses'

export const link: MarkFormat = {
  mark: 'link',
  toMarkdown: (mark, children) => {
    const { href } = mark.attrs as { href: unknown }
    return isSafeHref(href) ? [{ type: 'link', url: href, children }] : children
  },
  fromMarkdown: {
    link: ({ url }) => (isSafeHref(url) ? { href: url } : null),
  },
}
