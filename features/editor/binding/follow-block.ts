import type { Node, ResolvedPos } from '@tiptap/pm/model'
import type { Mappable, MapResult } from '@tiptap/pm/transform'

import type { ChangeHints } from '#features/editor/binding/position-map'

/**
 * Where positions go by a change that others made, and with their block where it is still itself and the positions
 * around it lead elsewhere: of what comes and goes in one change, as in lists and tables, only what keeps its order
 * can be told by positions.
 */
export class FollowBlock implements Mappable {
  readonly #before: Node
  readonly #after: Node
  readonly #mapping: Mappable
  readonly #hints: ChangeHints

  constructor(before: Node, after: Node, mapping: Mappable, hints: ChangeHints) {
    this.#before = before
    this.#after = after
    this.#mapping = mapping
    this.#hints = hints
  }

  map(position: number, side?: number): number {
    const mapped = this.#mapping.map(position, side)
    const [$was, $is] = [this.#before.resolve(position), this.#after.resolve(mapped)]
    const block = $was.parent.isTextblock ? this.#hints.identityOf($was.parent) : undefined
    if (block === undefined || this.#hints.identityOf($is.parent) === block) return mapped
    return isBesideTheSame($was, $is) ? mapped : (this.#placeIn(block, $was) ?? mapped)
  }

  mapResult(position: number, side?: number): MapResult {
    return this.#mapping.mapResult(position, side)
  }

  #placeIn(block: object, { parent, parentOffset }: ResolvedPos): number | null {
    let found: number | null = null
    this.#after.descendants((node, at) => {
      if (found === null && node.isTextblock && this.#hints.identityOf(node) === block) {
        const kept = this.#hints.keptIn(parent, node) ?? []
        const left = kept.findLast(({ before }) => before <= parentOffset)
        const inside = left ? left.after + Math.min(parentOffset - left.before, left.length) : 0
        found = at + 1 + Math.min(inside, node.content.size)
      }
      return found === null && !node.isTextblock
    })
    return found
  }
}

/** Its text may have gone into another block, as where somebody parts one. */
function isBesideTheSame($was: ResolvedPos, $is: ResolvedPos): boolean {
  const left = letter($was.nodeBefore, -1)
  if (left !== undefined) return letter($is.nodeBefore, -1) === left
  const right = letter($was.nodeAfter, 0)
  return right !== undefined && letter($is.nodeAfter, 0) === right
}

function letter(node: Node | null, at: -1 | 0): string | undefined {
  return node?.text?.at(at)
}
