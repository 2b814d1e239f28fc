import { PasteRule } from '@tiptap/core'
import { Link as TipTapLink } from '@tiptap/extension-link'
import type { Node } from '@tiptap/pm/model'
import { type EditorState, Plugin } from '@tiptap/pm/state'

import { checkedAttribute } from '#schema/checked-attribute'
import { hasEdges } from '#schema/inline-objects'
import { isSafeHref } from '#schema/safe-addresses'

/**
 * TipTap finds what was typed as an address by counting letters, and would make a link of other letters behind
 * a note, whose edges are positions without a letter: where there are notes it is shown a text that has one for
 * each position.
 */
function countingPositions({ spec }: Plugin): Plugin {
  return new Plugin({
    ...spec,
    appendTransaction(transactions, before, state) {
      const { $head } = state.selection
      const above = $head.depth > 0 ? state.doc.resolve($head.before()).nodeBefore : null
      const hasNotes = holdsNotes($head.parent) || holdsNotes(above?.isTextblock ? above : null)
      if (hasNotes && isWrittenInNote(before.doc, state.doc)) return null
      const shown = hasNotes ? withLetterForPosition(state) : state
      return spec.appendTransaction?.call(this, transactions, before, shown)
    },
  })
}

function holdsNotes(block: Node | null): boolean {
  return block?.children.some(({ type }) => hasEdges(type)) ?? false
}

/** Nothing becomes a link in the line around a note that is being written. */
function isWrittenInNote(before: Node, after: Node): boolean {
  const start = before.content.findDiffStart(after.content)
  return start !== null && hasEdges(after.resolve(start).parent.type)
}

function withLetterForPosition(state: EditorState): EditorState {
  const { doc } = state
  const textBetween = (from: number, to: number) => lettersBetween(doc, from, to)
  const shown: unknown = Object.create(doc, { textBetween: { value: textBetween } })
  return Object.create(state, { doc: { value: shown }, tr: { get: () => state.tr } }) as EditorState
}

/** What is no letter, notes and all they say among it, as spaces: what stands before them has ended. */
function lettersBetween(doc: Node, from: number, to: number): string {
  let text = ''
  doc.nodesBetween(from, to, (block, pos) => {
    if (!block.isTextblock) return true
    const letters = block.children.map((node) => node.text ?? ' '.repeat(node.nodeSize)).join('')
    text += letters.slice(Math.max(0, from - pos - 1), Math.max(0, to - pos - 1))
    return false
  })
  return text
}

/** Of what is pasted only addresses that say that they are: `1.uno` and `notes.md` end like names of sites too. */
function writtenOut({ find, handler }: PasteRule): PasteRule {
  if (typeof find !== 'function') return new PasteRule({ find, handler })
  return new PasteRule({
    find: (text, event) =>
      find(text, event)?.filter(({ text: found }) => /^[a-z][a-z\d+.-]*:|^www\.|@/i.test(found)),
    handler,
  })
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

  addPasteRules() {
    return (this.parent?.() ?? []).map(writtenOut)
  },

  addProseMirrorPlugins() {
    return (this.parent?.() ?? []).map((plugin) =>
      plugin.spec.appendTransaction ? countingPositions(plugin) : plugin,
    )
  },
}).configure({
  autolink: true,
  openOnClick: false,
  linkOnPaste: true,
  defaultProtocol: 'https',
  isAllowedUri: (url) => isSafeHref(url),
})
