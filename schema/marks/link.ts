import { Link as TipTapLink } from '@tiptap/extension-link'
import type { Node } from '@tiptap/pm/model'
import { Plugin } from '@tiptap/pm/state'

import { checkedAttribute } from '#schema/checked-attribute'
import { hasEdges } from '#schema/inline-objects'
import { isSafeHref } from '#schema/safe-addresses'

/**
 * TipTap finds what was typed as an address by counting letters, and would make a link of other letters behind
 * a note, whose edges are positions without a letter.
 */
function whereExact({ spec }: Plugin): Plugin {
  return new Plugin({
    ...spec,
    appendTransaction(transactions, before, state) {
      const { $head } = state.selection
      const above = $head.depth > 0 ? state.doc.resolve($head.before()).nodeBefore : null
      if (holdsNotes($head.parent) || holdsNotes(above?.isTextblock ? above : null)) return null
      return spec.appendTransaction?.call(this, transactions, before, state)
    },
  })
}

function holdsNotes(block: Node | null): boolean {
  return block?.children.some(({ type }) => hasEdges(type)) ?? false
}

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

  addProseMirrorPlugins() {
    return (this.parent?.() ?? []).map((plugin) =>
      plugin.spec.appendTransaction ? whereExact(plugin) : plugin,
    )
  },
}).configure({
  autolink: true,
  openOnClick: false,
  linkOnPaste: true,
  defaultProtocol: 'https',
  isAllowedUri: (url) => isSafeHref(url),
})
