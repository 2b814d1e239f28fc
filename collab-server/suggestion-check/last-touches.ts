import type * as Y from 'yjs'

import {
  itemOf,
  itemsOf,
  parentOf,
  typeIn,
  type SharedType,
} from '#collab-server/suggestion-check/mirror-view'

/** When each block and text was last changed, and by whom, as far as a mirror has seen; in ms since the epoch. */
export class LastTouches {
  readonly #watchedSince = Date.now()
  /** By block or text, and by person. */
  readonly #touches = new Map<string, Map<string, number>>()

  note(changed: Iterable<unknown>, by: string): void {
    const now = Date.now()
    for (const type of changed) {
      const key = keyOf(type as SharedType)
      if (key === null) continue
      const touches = this.#touches.get(key)
      if (touches) touches.set(by, now)
      else this.#touches.set(key, new Map([[by, now]]))
    }
  }

  /** When anybody but its author last changed a block, or what is in it or around it; who did so before is not known. */
  byOthers(block: SharedType, author: string): number {
    let last = this.#within(block, author)
    for (let around = parentOf(block); around; around = parentOf(around))
      last = Math.max(last, this.#of(around, author))
    return last
  }

  #within(type: SharedType, author: string): number {
    let last = this.#of(type, author)
    for (const item of itemsOf(type)) {
      const inner = typeIn(item)
      if (inner !== undefined) last = Math.max(last, this.#within(inner as SharedType, author))
    }
    return last
  }

  #of(type: SharedType, author: string): number {
    const key = keyOf(type)
    let last = this.#watchedSince
    if (key === null) return last
    for (const [by, at] of this.#touches.get(key) ?? []) if (by !== author) last = Math.max(last, at)
    return last
  }
}

/** Null of a root, in which something changes all the time. */
function keyOf(type: SharedType): string | null {
  const item: Y.Item | null = itemOf(type)
  return item && `${item.id.client}:${item.id.clock}`
}
