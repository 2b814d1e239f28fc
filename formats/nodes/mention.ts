import type { InlineFormat } from '#formats/node-format'
import {
  maxLabelLength,
  mentionAddress,
  mentionLabel,
  mentionName,
  mentionTarget,
} from '#schema/nodes/mention'

const personPrefix = 'pliego:person/'

/** In Markdown a link whose text begins with `@`, to the document, or to an address that only says who it is. */
export const mention: InlineFormat = {
  node: mentionName,
  toMarkdown: (node) => {
    const target = mentionTarget(node.attrs)
    const text = `@${target?.label ?? String(node.attrs['label']).slice(0, maxLabelLength)}`
    if (!target) return { type: 'text', value: text }
    const url = target.kind === 'person' ? `${personPrefix}${target.id}` : mentionAddress(target.id)
    return { type: 'link', url, children: [{ type: 'text', value: text }] }
  },
  fromMarkdown: {
    link: ({ url, children: [first, ...others] }) => {
      if (first?.type !== 'text' || !first.value.startsWith('@') || others.length > 0) return null
      const [, personId] = /^pliego:person\/([\w-]+)$/.exec(url) ?? []
      const [, documentId] = /^\/d\/([\w-]+)$/.exec(url) ?? []
      const id = personId ?? documentId
      if (id === undefined) return null
      return { kind: personId === undefined ? 'document' : 'person', id, label: mentionLabel(first.value) }
    },
  },
  toText: (node) => String(node.attrs['label']),
}
