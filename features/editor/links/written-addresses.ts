import { combineTransactionSteps, Extension, getChangedRanges, markPasteRule, type Range } from '@tiptap/core'
import type { MarkType, Node, ResolvedPos } from '@tiptap/pm/model'
import { type EditorState, Plugin, type Transaction } from '@tiptap/pm/state'

import { isRemoteChange } from '#features/editor/binding/document-binding'
import { findAddresses, type FoundAddress } from '#features/editor/links/find-addresses'
import { leavesTextAsItIs } from '#schema/marks/link'
import { maxAddressLength } from '#schema/safe-addresses'

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
            .slice(0, maxPastedInLine)
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
            if (view.state.selection.empty) return false
            const text = content.textBetween(0, content.size, '\n')
            const [address] = findAddresses(text)
            if (address?.text !== text) return false
            return editor.commands.setMark(linkType(view.state), { href: address.href })
          },
        },
      }),
    ]
  },
})

/** Each costs time with the length of its line: two thousand in one take seconds. */
const maxPastedInLine = 500

/** Pasted ones must say that they are: `1.uno` of a numbered list and `notes.md` end like names of sites too. */
function saysSo({ text }: FoundAddress): boolean {
  return /^[a-z][a-z\d+.-]*:|^www\.|@/i.test(text)
}

/** What is typed takes a few. Telling what a thousand steps changed takes seconds: all lines made headings, say. */
const maxTypedSteps = 100

function linkTyped(
  transactions: readonly Transaction[],
  before: EditorState,
  state: EditorState,
): Transaction | null {
  if (!transactions.some(({ docChanged }) => docChanged)) return null
  // What others write is theirs to link, and what an undo brings back has the links it had.
  if (transactions.some((transaction) => leavesTextAsItIs(transaction) || isRemoteChange(transaction)))
    return null
  if (transactions.reduce((count, { steps }) => count + steps.length, 0) > maxTypedSteps) return null
  const { tr } = state
  const link = linkType(state)
  const changes = getChangedRanges(combineTransactionSteps(before.doc, [...transactions]))
  for (const { oldRange, newRange } of changes) {
    // A heading made of a line, a list, bold letters: nothing was written, and a link taken away stays so.
    if (written(before.doc, oldRange) === written(state.doc, newRange)) continue
    const end = endOfWord(state.doc.resolve(newRange.from), state.doc.resolve(newRange.to))
    const word = end && wordBefore(end, link)
    const [address] = word ? findAddresses(word.text) : []
    if (!word || !address) continue
    const from = word.from + address.start
    tr.addMark(from, from + address.text.length, link.create({ href: address.href }))
  }
  return tr.docChanged ? tr : null
}

function written(doc: Node, { from, to }: Range): string {
  return doc.textBetween(from, to, '\n', '\uFFFC')
}

/** Where a word ended with this change: before the space or the note that was put there, or where a line was broken. */
function endOfWord($from: ResolvedPos, $to: ResolvedPos): ResolvedPos | null {
  if (!$from.sameParent($to)) return $from.parent.isTextblock && $to.parent.isTextblock ? $from : null
  const last = $to.nodeBefore
  if ($to.pos === $from.pos || !$to.parent.isTextblock || !last) return null
  if (!last.isText) return $to.doc.resolve($to.pos - last.nodeSize)
  return /\s$/.test(last.text ?? '') ? $to.doc.resolve($to.pos - 1) : null
}

/** The letters directly before a place, up to a space or anything that is no letter; null where none may be a link. */
function wordBefore($end: ResolvedPos, link: MarkType): { from: number; text: string } | null {
  const { parent } = $end
  if (!parent.type.allowsMarkType(link)) return null
  const { node: last, index, offset } = parent.childBefore($end.parentOffset)
  let text = ''
  let node = last
  let piece = (node?.text ?? '').slice(0, $end.parentOffset - offset)
  for (let at = index; node?.isText; node = parent.maybeChild(--at), piece = node?.text ?? '') {
    if (node.marks.some(({ type }) => type === link || type.excludes(link))) break
    let from = piece.length
    while (from > 0 && !/\s/.test(piece.charAt(from - 1))) {
      from--
      if (text.length + piece.length - from > maxAddressLength) return null
    }
    text = piece.slice(from) + text
    if (from > 0) break
  }
  return text === '' ? null : { from: $end.pos - text.length, text }
}

function linkType({ schema }: EditorState): MarkType {
  const type = schema.marks['link']
  if (!type) throw new TypeError('the schema has no links')
  return type
}
