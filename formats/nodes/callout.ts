import type { Node } from '@tiptap/pm/model'
import type { Blockquote, BlockContent } from 'mdast'

import type { MarkdownReading } from '#formats/markdown/read-markdown'
import type { NodeFormat } from '#formats/node-format'
import { isCalloutKind } from '#schema/nodes/callout'

/** A quote that begins with its kind, as GitHub and many others read it: `> [!NOTE]`. */
export const callout: NodeFormat = {
  node: 'callout',
  toMarkdown: (node, write) => {
    const sign: BlockContent = { type: 'paragraph', children: [{ type: 'html', value: signOf(node) }] }
    return [{ type: 'blockquote', children: [sign, ...write.blocks(node)] }]
  },
  toText: (node, write) => `${signOf(node)}\n${write.blocks(node)}`,
}

/** The callout that a quote of Markdown is, or null where it is a quote and nothing else. */
export function readCallout({ children }: Blockquote, read: MarkdownReading): Node | null {
  const [first, ...others] = children
  const text = first?.type === 'paragraph' ? first.children[0] : undefined
  if (first?.type !== 'paragraph' || text?.type !== 'text' || !read.isUnescaped(text)) return null
  const [sign = '', name] = /^\[!(\w+)\][ \t]*(?:\r?\n|$)/.exec(text.value) ?? []
  const kind = name?.toLowerCase()
  if (!isCalloutKind(kind)) return null
  const value = text.value.slice(sign.length)
  const rest = [...(value === '' ? [] : [{ ...text, value }]), ...first.children.slice(1)]
  const line = rest.length === 0 ? [] : [{ ...first, children: rest }]
  return read.create('callout', { kind }, read.blocksOrLine([...line, ...others]))
}

const signOf = (node: Node) => `[!${String(node.attrs['kind']).toUpperCase()}]`
