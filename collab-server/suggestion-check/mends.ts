import * as Y from 'yjs'

import type { TextPlan } from '#collab-server/suggestion-check/plan-text'
import { isAsPlanned, putItem, writePlan } from '#collab-server/suggestion-check/write-plan'

type Attribute = { readonly block: Y.XmlElement; readonly key: string; readonly value: unknown }

type Return = {
  readonly parent: Y.XmlElement | Y.XmlFragment
  /** What went: it comes back where that stood. */
  readonly gone: Y.ID
  readonly block: Y.XmlElement | Y.XmlText
}

/** What the server has to write behind an update, so that the text is the one it was. */
export class Mends {
  readonly #plans: TextPlan[] = []
  readonly #attributes: Attribute[] = []
  readonly #returns: Return[] = []
  readonly #voids: Y.Item[] = []

  get isEmpty(): boolean {
    return [this.#plans, this.#attributes, this.#returns, this.#voids].every(({ length }) => length === 0)
  }

  addPlan(plan: TextPlan): void {
    this.#plans.push(plan)
  }

  /** Formats that say nothing of any letter. */
  takeAway(formats: readonly Y.Item[]): void {
    for (const item of formats) this.#voids.push(item)
  }

  /** `value`: undefined where there shall be none. */
  setAttribute(block: Y.XmlElement, key: string, value: unknown): void {
    this.#attributes.push({ block, key, value })
  }

  putBack(parent: Return['parent'], gone: Y.Item, block: Return['block']): void {
    this.#returns.push({ parent, gone: gone.id, block })
  }

  /** @returns what that changed, as a Yjs V1 update. @throws where a text is not as it should be then */
  write(doc: Y.Doc): Uint8Array | null {
    const made: Uint8Array[] = []
    const hear = (update: Uint8Array): void => {
      made.push(update)
    }
    doc.on('update', hear)
    try {
      doc.transact((transaction) => {
        for (const item of this.#voids) item.delete(transaction)
        for (const plan of this.#plans) {
          writePlan(transaction, plan)
          if (!isAsPlanned(plan)) throw new Error('a text could not be put right')
        }
        for (const { block, key, value } of this.#attributes) {
          if (value === undefined) block.removeAttribute(key)
          else block.setAttribute(key, value as string)
        }
        for (const { parent, gone, block } of this.#returns) {
          const place = Y.getItemCleanEnd(transaction, doc.store, gone)
          putItem(transaction, parent, place, new Y.ContentType(block))
        }
      })
    } finally {
      doc.off('update', hear)
    }
    return made[0] ?? null
  }
}
