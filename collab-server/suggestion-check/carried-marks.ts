import type { Doc, Transaction } from 'yjs'
import * as Y from 'yjs'

import { note } from '#collab-server/suggestion-check/judge-text'
import { isOwn, isProposal, travels, type Formats } from '#collab-server/suggestion-check/letter-formats'
import { itemsOf, type MirrorView } from '#collab-server/suggestion-check/mirror-view'
import { documentField } from '#schema/document-fields'

/**
 * Comments, and what others propose, that stand on letters which the author takes away or has struck: text that is
 * moved takes them along. Looked for only where new letters say such a thing.
 */
export class CarriedMarks {
  readonly #transaction: Transaction
  readonly #view: MirrorView
  readonly #author: string
  #found: Set<string> | undefined

  constructor(transaction: Transaction, view: MirrorView, author: string) {
    this.#transaction = transaction
    this.#view = view
    this.#author = author
  }

  has(key: string, value: unknown): boolean {
    this.#found ??= this.#find()
    return this.#found.has(nameOf(key, value))
  }

  #find(): Set<string> {
    const found = new Set<string>()
    for (const text of textsOf(this.#transaction.doc, this.#transaction)) {
      const before: Formats = new Map()
      const after: Formats = new Map()
      for (const item of itemsOf(text)) {
        const was = this.#view.wasThere(item)
        if (item.content instanceof Y.ContentFormat) {
          if (was) note(before, item.content)
          if (!item.deleted) note(after, item.content)
        } else if (was && (item.deleted || this.#isStruck(after))) {
          for (const [key, value] of before) if (travels(key)) found.add(nameOf(key, value))
        }
      }
    }
    return found
  }

  #isStruck(formats: Formats): boolean {
    for (const [key, value] of formats) if (isProposal(key) && isOwn(value, this.#author)) return true
    return false
  }
}

/** Those in the body, and those that the transaction has taken out of it. */
function textsOf(doc: Doc, transaction: Transaction): Set<Y.XmlText> {
  const texts = new Set<Y.XmlText>()
  for (const type of doc.getXmlFragment(documentField.body).createTreeWalker(() => true))
    if (type instanceof Y.XmlText) texts.add(type)
  Y.iterateDeletedStructs(transaction, transaction.deleteSet, (struct) => {
    if (struct instanceof Y.Item && struct.parent instanceof Y.XmlText) texts.add(struct.parent)
  })
  return texts
}

const nameOf = (key: string, value: unknown): string => `${key} ${JSON.stringify(value)}`
