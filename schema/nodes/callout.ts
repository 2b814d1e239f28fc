import { InputRule, Node } from '@tiptap/core'

import { checkedAttribute } from '#schema/checked-attribute'

/** The five that Markdown files have in wide use (`> [!NOTE]`). */
export const calloutKinds = ['note', 'tip', 'important', 'warning', 'caution'] as const

export type CalloutKind = (typeof calloutKinds)[number]

const typed = new RegExp(String.raw`^\[!(${calloutKinds.join('|')})\]\s$`, 'i')

/** A passage set apart, with its kind said at its head. Also typed as `[!note]`, in a quote or not. */
export const Callout = Node.create({
  name: 'callout',
  group: 'block',
  content: 'block+',
  defining: true,

  addAttributes() {
    return {
      kind: checkedAttribute<CalloutKind>({
        default: 'note',
        accepts: isCalloutKind,
        parseHTML: (element) => element.dataset['callout'],
        renderHTML: ({ kind }) => ({ 'data-callout': isCalloutKind(kind) ? kind : 'note' }),
      }),
    }
  },

  parseHTML() {
    return [{ tag: 'div[data-callout]' }]
  },

  renderHTML({ HTMLAttributes }) {
    return ['div', HTMLAttributes, 0]
  },

  addInputRules() {
    return [
      new InputRule({
        find: typed,
        handler: ({ state, range, match, chain }) => {
          const kind = match[1]?.toLowerCase()
          const $from = state.doc.resolve(range.from)
          if (!isCalloutKind(kind) || $from.parent.type.name !== 'paragraph') return null
          const inQuote = $from.node(-1).type.name === 'blockquote' && $from.index(-1) === 0
          const wrapped = chain().deleteRange(range)
          if (inQuote) wrapped.lift('blockquote')
          wrapped.wrapIn(this.name, { kind }).run()
          return undefined
        },
      }),
    ]
  },
})

export function isCalloutKind(value: unknown): value is CalloutKind {
  return (calloutKinds as readonly unknown[]).includes(value)
}
