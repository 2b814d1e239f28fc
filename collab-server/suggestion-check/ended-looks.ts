import { isDeepStrictEqual } from 'node:util'
import * as Y from 'yjs'

import { note } from '#collab-server/suggestion-check/judge-text'
import type { Formats } from '#collab-server/suggestion-check/letter-formats'
import { itemOf, itemsOf, MirrorView } from '#collab-server/suggestion-check/mirror-view'

/** What was written without knowing of an older one has come by then, or comes from somebody who was away. */
const maxRemembered = 50_000

/**
 * Formats with which a change of looks ended when they came: of the letter before them something was said anew, of what
 * stood behind them the same as before. What comes to stand before one later, by somebody who has not seen it, was
 * written as what stands behind it.
 */
export class EndedLooks {
  /** The oldest first. */
  readonly #ends = new Set<string>()

  has(format: Y.Item): boolean {
    return this.#ends.has(keyOf(format))
  }

  /** To be called before Yjs forgets what is deleted. */
  note(transaction: Y.Transaction): void {
    const view = new MirrorView(transaction)
    for (const type of transaction.changed.keys())
      if (type instanceof Y.XmlText && itemOf(type)?.deleted !== true) this.#noteIn(type, view)
  }

  #noteIn(text: Y.XmlText, view: MirrorView): void {
    const before: Formats = new Map()
    const after: Formats = new Map()
    for (const item of itemsOf(text)) {
      const { content, deleted } = item
      if (!(content instanceof Y.ContentFormat)) continue
      if (view.wasThere(item)) note(before, content)
      if (deleted) continue
      const isSame = (): boolean => isDeepStrictEqual(before.get(content.key), after.get(content.key))
      const wasSame = isSame()
      note(after, content)
      if (view.isNew(item) && !wasSame && isSame()) this.#add(item)
    }
  }

  #add(format: Y.Item): void {
    this.#ends.add(keyOf(format))
    if (this.#ends.size <= maxRemembered) return
    for (const oldest of this.#ends) {
      this.#ends.delete(oldest)
      return
    }
  }
}

function keyOf({ id }: Y.Item): string {
  return `${id.client}:${id.clock}`
}
