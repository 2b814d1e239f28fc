import * as Y from 'yjs'

import { inlineObjectMark, objectValues } from '#schema/inline-objects'

/** The text of one block, such as a paragraph or a cell's paragraph. */
export type TextLine = { readonly blockName: string; readonly text: string }

/**
 * The text of a body, block by block in reading order; blocks without text are passed over. Lazy, so that
 * whoever wants the first heading reads no further. Walks with its own stack, since the document is
 * untrusted and may be nested deeper than a call stack.
 */
export function* textLines(body: Y.XmlFragment): Generator<TextLine> {
  const pending: unknown[] = body.toArray().toReversed()
  while (pending.length > 0) {
    const node = pending.pop()
    if (!(node instanceof Y.XmlElement)) continue
    const children: unknown[] = node.toArray()
    const text = children.map(inlineText).join('').replaceAll(/\s+/g, ' ').trim()
    if (text !== '') yield { blockName: node.nodeName, text }
    pending.push(...children.filter((child) => child instanceof Y.XmlElement).toReversed())
  }
}

function inlineText(node: unknown): string {
  if (node instanceof Y.XmlElement && node.nodeName === 'hardBreak') return ' '
  if (!(node instanceof Y.XmlText)) return ''
  const pieces = node.toDelta() as { insert: unknown; attributes?: Record<string, unknown> }[]
  return pieces
    .map(({ insert, attributes }) => {
      const object = attributes?.[inlineObjectMark]
      if (object === undefined) return typeof insert === 'string' ? insert : ''
      const { tex } = objectValues(object)
      return typeof tex === 'string' ? tex : ''
    })
    .join('')
}
