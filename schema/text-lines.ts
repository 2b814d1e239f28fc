import * as Y from 'yjs'

import { inlineObjectMark, objectEdges, objectValues } from '#schema/inline-objects'
import { footnoteName } from '#schema/nodes/footnote'
import { insertionName } from '#schema/suggestions/suggestion-marks'

const { start, end } = objectEdges
const edges = new RegExp(`[${start}${end}]`)
const noteBetweenEdges = new RegExp(`${start}([^${start}${end}]*)${end}`, 'g')
const looseEdges = new RegExp(`[${start}${end}]`, 'g')

/** The text of one block, such as a paragraph or a cell's paragraph, or of a note in it. */
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
    const { text, notes } = withoutNotes(children.map(inlineText).join(''))
    if (text !== '') yield { blockName: node.nodeName, text }
    for (const note of notes) yield { blockName: footnoteName, text: note }
    pending.push(...children.filter((child) => child instanceof Y.XmlElement).toReversed())
  }
}

/** Apart from each other: a note is about its line, and no part of the sentence it stands in. */
function withoutNotes(text: string): { text: string; notes: string[] } {
  const notes = [...text.matchAll(noteBetweenEdges)].map(([, note = '']) => note)
  const bare = text.replaceAll(noteBetweenEdges, '')
  return { text: evened(bare), notes: notes.map(evened).filter((note) => note !== '') }
}

function evened(text: string): string {
  return text.replaceAll(looseEdges, '').replaceAll(/\s+/g, ' ').trim()
}

function inlineText(node: unknown): string {
  if (node instanceof Y.XmlElement && node.nodeName === 'hardBreak') return ' '
  if (!(node instanceof Y.XmlText)) return ''
  const pieces = node.toDelta() as { insert: unknown; attributes?: Record<string, unknown> }[]
  return pieces
    .map(({ insert, attributes }) => {
      // Only suggested: it is in no title, no list and no search.
      if (attributes?.[insertionName] !== undefined) return ''
      const object = attributes?.[inlineObjectMark]
      if (object === undefined) return typeof insert === 'string' ? insert : ''
      // Edges of a note, to be told apart from letters below.
      if (typeof insert === 'string' && edges.test(insert)) return insert
      const { tex, label } = objectValues(object)
      return [tex, label].find((said) => typeof said === 'string') ?? ''
    })
    .join('')
}
