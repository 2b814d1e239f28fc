import type { Node } from '@tiptap/pm/model'

import { textWithoutNotes } from '#schema/position-letters'

export type OutlineHeading = { readonly pos: number; readonly level: number; readonly text: string }

/** The headings of a document in their order, those without text left out. */
export function headingsOf(doc: Node): OutlineHeading[] {
  const headings: OutlineHeading[] = []
  doc.descendants((node, pos) => {
    const text = node.type.name === 'heading' ? textWithoutNotes(node).trim() : ''
    if (text !== '') headings.push({ pos, level: Number(node.attrs['level']), text })
    return !node.isTextblock
  })
  return headings
}

/** The last heading at or before a place: the part of the document that the place is in. */
export function headingAt(headings: readonly OutlineHeading[], place: number): OutlineHeading | null {
  return headings.findLast(({ pos }) => pos <= place) ?? null
}
