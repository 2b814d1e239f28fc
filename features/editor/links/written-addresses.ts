import { combineTransactionSteps, Extension, getChangedRanges, markPasteRule } from '@tiptap/core'
import type { MarkType, ResolvedPos } from '@tiptap/pm/model'
import { type EditorState, Plugin, type Transaction } from '@tiptap/pm/state'

import { findAddresses, type FoundAddress } from '#features/editor/links/find-addresses'
import { leavesTextAsItIs } from '#schema/marks/link'

/**
 * Addresses become links: typed ones with the space or the line end after them, pasted ones at once; and one
 * that is pasted over selected text becomes where this text leads.
 */
export const WrittenAddresses = Extension.create({
  name: 'writtenAddresses',
  // Before what reads pasted Markdown: an address alone is none.
  priority: 1000,

  addPasteRules() {
    const type = linkType(this.editor.state)
    return [
      markPasteRule({
        find: (text) =>
          findAddresses(text)
            .filter(saysSo)
            .map(({ start, text: address, href }) => ({
              index: start,
              text: address,
              data: { href },
            })),
        type,
        getAttributes: ({ data }) => ({ href: (data as { href: string }).href }),
      }),
    ]
  },

  addProseMirrorPlugins() {
    const { editor } = this
    return [
      new Plugin({
        appendTransaction: linkTyped,
        props: {
          handlePaste(view, _event, { content }) {
            const text = content.textBetween(0, content.size, '\n')
            const [address] = findAddresses(text)
            if (view.state.selection.empty || address?.text !== text) return false
            return editor.commands.setMark(linkType(view.state), { href: address.href })
          },
        },
      }),
    ]
  },
})

/** Pasted ones must say that they are: `1.uno` of a numbered list and `notes.md` end like names of sites too. */
function saysSo({ text }: FoundAddress): boolean {
  return /^[a-z][a-z\d+.-]*:|^www\.|@/i.test(text)
}

function linkTyped(
  transactions: readonly Transaction[],
  before: EditorState,
  state: EditorState,
): Transaction | null {
  if (!transactions.some(({ docChanged }) => docChanged) || transactions.some(leavesTextAsItIs)) return null
  const { tr } = state
  const link = linkType(state)
  for (const { newRange } of getChangedRanges(combineTransactionSteps(before.doc, [...transactions]))) {
    const end = endOfWord(state.doc.resolve(newRange.from), state.doc.resolve(newRange.to))
    const word = end && wordBefore(end, link)
    const [address] = word ? findAddresses(word.text) : []
    if (!word || !address) continue
    const from = word.from + address.start
    tr.addMark(from, from + address.text.length, link.create({ href: address.href }))
  }
  return tr.docChanged ? tr : null
}

/** Where a word ended with this change: before the space or the note that was put there, or where a line was broken. */
function endOfWord($from: ResolvedPos, $to: ResolvedPos): ResolvedPos | null {
  if (!$from.sameParent($to)) return $from.parent.isTextblock ? $from : null
  const last = $to.nodeBefore
  if ($to.pos === $from.pos || !$to.parent.isTextblock || !last) return null
  if (!last.isText) return $to.doc.resolve($to.pos - last.nodeSize)
  return /\s$/.test(last.text ?? '') ? $to.doc.resolve($to.pos - 1) : null
}

/** The letters directly before a place, up to a space or anything that is no letter; null where none may be a link. */
function wordBefore($end: ResolvedPos, link: MarkType): { from: number; text: string } | null {
  const { parent } = $end
  if (!parent.type.allowsMarkType(link)) return null
  let text = ''
  let offset = $end.parentOffset
  while (offset > 0 && !/\s/.test(text)) {
    const { node, offset: start } = parent.childBefore(offset)
    if (!node?.isText || node.marks.some(({ type }) => type === link || type.excludes(link))) break
    text = (node.text ?? '').slice(0, offset - start) + text
    offset = start
  }
  const word = /\S*$/.exec(text)?.[0] ?? ''
  return word === '' ? null : { from: $end.pos - word.length, text: word }
}

function linkType({ schema }: EditorState): MarkType {
  const type = schema.marks['link']
  if (!type) throw new TypeError('the schema has no links')
  return type
}
