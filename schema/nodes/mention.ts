import { Node } from '@tiptap/core'

import { checkedAttribute } from '#schema/checked-attribute'
import { objectBarrier } from '#schema/inline-objects'

export const mentionName = 'mention'

export type MentionKind = 'person' | 'document'

/** Somebody or some document, as a line names it. */
export type MentionTarget = { readonly kind: MentionKind; readonly id: string; readonly label: string }

const idPattern = /^[\w-]{1,128}$/
export const maxLabelLength = 200

/**
 * A person or a document that a line names. Its label is what it was called when it was written, for whoever may
 * not learn what it is called now.
 */
export const Mention = Node.create({
  name: mentionName,
  group: 'inline',
  inline: true,
  atom: true,
  selectable: true,
  draggable: false,

  addAttributes() {
    return {
      kind: checkedAttribute<MentionKind>({
        default: 'person',
        accepts: isMentionKind,
        parseHTML: ({ dataset }) => dataset['mention'],
        renderHTML: () => ({}),
      }),
      id: checkedAttribute<string>({
        default: '',
        accepts: isMentionId,
        parseHTML: (element) => element.dataset['id'],
        renderHTML: () => ({}),
      }),
      label: checkedAttribute<string>({
        default: '',
        accepts: (value) => typeof value === 'string' && value.length <= maxLabelLength,
        parseHTML: (element) => mentionLabel(element.textContent ?? ''),
        renderHTML: () => ({}),
      }),
    }
  },

  extendNodeSchema({ name }) {
    return name === this.name ? { inlineObject: true } : {}
  },

  parseHTML() {
    return [{ tag: '[data-mention][data-id]', priority: 60 }]
  },

  renderHTML({ node }) {
    const target = mentionTarget(node.attrs)
    const text = `@${target?.label ?? ''}`
    if (!target) return ['span', {}, text]
    const attributes = { 'data-mention': target.kind, 'data-id': target.id }
    return target.kind === 'person'
      ? ['span', attributes, text]
      : ['a', { ...attributes, href: mentionAddress(target.id) }, text]
  },

  renderText: ({ node, ...asked }) => ('range' in asked ? `@${String(node.attrs['label'])}` : objectBarrier),
})

export function isMentionKind(value: unknown): value is MentionKind {
  return value === 'person' || value === 'document'
}

function isMentionId(value: unknown): value is string {
  return typeof value === 'string' && idPattern.test(value)
}

/** What the values of a mention say; null where they name nobody and nothing. */
export function mentionTarget({ kind, id, label }: Record<string, unknown>): MentionTarget | null {
  if (!isMentionKind(kind) || !isMentionId(id)) return null
  return { kind, id, label: typeof label === 'string' ? label.slice(0, maxLabelLength) : '' }
}

/** Where a document is, in this app. */
export function mentionAddress(documentId: string): string {
  return `/d/${documentId}`
}

/** Without the sign, of one line, and no longer than a mention has it. */
export function mentionLabel(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim().replace(/^@/, '').slice(0, maxLabelLength)
}
