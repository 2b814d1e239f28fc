import type { Node } from '@tiptap/pm/model'

import { textWithoutNotes } from '#schema/position-letters'

type Entry = { readonly id: string; readonly level: number; readonly text: string }

/** The headings of a page, each under a name that links lead to. */
export class PageContents {
  readonly entries: readonly Entry[]
  #written = 0

  constructor(doc: Node) {
    const headings: Node[] = []
    doc.descendants((node) => {
      if (isListed(node)) headings.push(node)
      return !node.isTextblock
    })
    this.entries = headings.map((heading, index) => ({
      id: `heading-${index + 1}`,
      level: Number(heading.attrs['level']),
      text: textWithoutNotes(heading).trim(),
    }))
  }

  /** Call for each heading, once and in the order of the document. @returns its name; null where it says nothing */
  nextId(heading: Node): string | null {
    if (!isListed(heading)) return null
    this.#written += 1
    return this.entries[this.#written - 1]?.id ?? null
  }
}

function isListed(node: Node): boolean {
  return node.type.name === 'heading' && textWithoutNotes(node).trim() !== ''
}
