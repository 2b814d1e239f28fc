import type { Node } from '@tiptap/pm/model'

import { footnoteName } from '#schema/nodes/footnote'

export type FootnotePlace = { readonly node: Node; readonly pos: number }

/** The notes of a document in their order; what did not change is not looked through again. */
export class FootnotePlaces {
  readonly #known = new WeakMap<Node, readonly FootnotePlace[]>()

  all(doc: Node): FootnotePlace[] {
    const found: FootnotePlace[] = []
    doc.forEach((block, offset) => {
      for (const { node, pos } of this.#inBlock(block)) found.push({ node, pos: offset + pos })
    })
    return found
  }

  /** Whether the notes of two documents may differ, asking no more than the blocks that do. */
  mayDiffer(before: Node, after: Node): boolean {
    const [old, now] = [before.children, after.children]
    const shorter = Math.min(old.length, now.length)
    let [start, end] = [0, 0]
    while (start < shorter && old[start] === now[start]) start += 1
    while (end < shorter - start && old.at(-1 - end) === now.at(-1 - end)) end += 1
    const changed = [...old.slice(start, old.length - end), ...now.slice(start, now.length - end)]
    return changed.some((block) => this.#inBlock(block).length > 0)
  }

  /** Positions as from where the block begins. */
  #inBlock(block: Node): readonly FootnotePlace[] {
    const known = this.#known.get(block)
    if (known) return known
    const found: FootnotePlace[] = []
    block.descendants((node, pos) => {
      if (node.type.name === footnoteName) found.push({ node, pos: pos + 1 })
      return !node.isInline
    })
    this.#known.set(block, found)
    return found
  }
}

/** Which of the notes the one at a place is, from 1 on. */
export function footnoteNumber(doc: Node, place: number): number {
  let number = 0
  doc.nodesBetween(0, Math.min(place + 1, doc.content.size), (node) => {
    if (node.type.name === footnoteName) number += 1
    return !node.isInline
  })
  return number
}
