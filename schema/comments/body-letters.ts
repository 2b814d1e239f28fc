import * as Y from 'yjs'

import { documentField } from '#schema/document-fields'
import { objectEdges } from '#schema/inline-objects'

/** A live text of a body, and where it begins among the letters of all of them. */
export type PlacedText = { readonly text: Y.XmlText; readonly at: number; readonly length: number }

/** All letters of a body in reading order, one for each position of its texts. */
export type BodyLetters = { readonly texts: readonly PlacedText[]; readonly letters: string }

const objectLetter = '\uFFFC'

/** Walks with its own stack: the document is untrusted and may be nested deeper than a call stack. */
export function bodyLetters(doc: Y.Doc): BodyLetters {
  const texts: PlacedText[] = []
  const parts: string[] = []
  let at = 0
  const pending: unknown[] = doc.getXmlFragment(documentField.body).toArray().toReversed()
  while (pending.length > 0) {
    const node = pending.pop()
    if (node instanceof Y.XmlElement) pending.push(...(node.toArray() as unknown[]).toReversed())
    if (!(node instanceof Y.XmlText)) continue
    const letters = lettersOf(node)
    texts.push({ text: node, at, length: letters.length })
    parts.push(letters)
    at += letters.length
  }
  return { texts, letters: parts.join('') }
}

function lettersOf(text: Y.XmlText): string {
  const pieces = text.toDelta() as { insert: unknown }[]
  return pieces.map(({ insert }) => (typeof insert === 'string' ? insert : objectLetter)).join('')
}

const signs = new RegExp(`[${objectLetter}${objectEdges.start}${objectEdges.end}]`, 'g')

/** Letters as somebody reads them: without what stands for objects, on one line. */
export function readable(letters: string): string {
  return letters.replaceAll(signs, '').replaceAll(/\s+/g, ' ').trim()
}
