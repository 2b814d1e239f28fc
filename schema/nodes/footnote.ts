import { InputRule, Node } from '@tiptap/core'
import type { Node as DocumentNode, NodeType } from '@tiptap/pm/model'
import type { EditorState } from '@tiptap/pm/state'

import { objectBarrier } from '#schema/inline-objects'
import { hardBreakName } from '#schema/line-breaks'

export const footnoteName = 'footnote'

/** Says of a transaction where a note was just made by typing, so that an editor can ask for its text. */
export const typedFootnoteMeta = 'typedFootnote'

/**
 * A note where it is referred to: its text is its content, so the two never part. Which number it has follows
 * from its place and is nowhere in the document. Also typed as `[^1]`.
 */
export const Footnote = Node.create({
  name: footnoteName,
  group: 'inline',
  inline: true,
  // Its text is shown elsewhere: the caret of the text around it passes over it as over one letter.
  atom: true,
  selectable: true,
  draggable: false,
  content: '(text | hardBreak | inlineFormula | mention)*',

  parseHTML() {
    return [{ tag: 'span[data-footnote]' }]
  },

  renderHTML() {
    return ['span', { 'data-footnote': '' }, 0]
  },

  renderText: ({ node, ...asked }) => ('range' in asked ? ` (${node.textContent})` : objectBarrier),

  addInputRules() {
    return [
      new InputRule({
        find: /\[\^[\p{L}\p{N}-]{0,20}\]$/u,
        handler: ({ state, range }) => {
          if (!mayHaveFootnote(state, this.type)) return
          state.tr.replaceWith(range.from, range.to, this.type.create())
          state.tr.setMeta(typedFootnoteMeta, range.from)
        },
      }),
    ]
  },
})

/** In a line of text, where the selection is; not in code. */
export function mayHaveFootnote({ selection: { $from, $to } }: EditorState, type: NodeType): boolean {
  const { parent } = $from
  if (!$from.sameParent($to) || !parent.inlineContent || parent.type.spec.code === true) return false
  return parent.canReplaceWith($from.index(), $to.indexAfter(), type)
}

/** Blocks as what a note can hold: the lines in them, each on its own, without what no note has. */
export function noteContent(nodes: readonly DocumentNode[], type: NodeType): DocumentNode[] {
  const lines: DocumentNode[][] = []
  let isOpen = false
  const visit = (node: DocumentNode) => {
    if (!node.isInline) {
      isOpen = false
      node.children.forEach(visit)
      isOpen = false
      return
    }
    if (!type.contentMatch.matchType(node.type)) return
    if (!isOpen) lines.push([])
    isOpen = true
    lines.at(-1)?.push(node)
  }
  nodes.forEach(visit)
  const line = type.schema.nodes[hardBreakName]
  return lines.flatMap((letters, index) => [...(index > 0 && line ? [line.create()] : []), ...letters])
}
