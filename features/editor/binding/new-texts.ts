import type { Schema } from '@tiptap/pm/model'
import * as Y from 'yjs'

/**
 * Gives each text block that this transaction made without text an empty one. Two people who start to
 * write in a fresh paragraph then meet in one text; otherwise each would make a text, and merging the two
 * later loses what is typed meanwhile.
 */
export function addTextsToNewBlocks(transaction: Y.Transaction, schema: Schema): void {
  const { doc, beforeState } = transaction
  const firstNewClock = beforeState.get(doc.clientID) ?? 0
  const visit = (parent: object): void => {
    if (!(parent instanceof Y.XmlFragment)) return
    const children: unknown[] = parent.toArray()
    for (const child of children) {
      if (!(child instanceof Y.XmlElement) || !isNew(child)) continue
      if (schema.nodes[child.nodeName]?.inlineContent) {
        if (child.length === 0) child.insert(0, [new Y.XmlText()])
      } else visit(child)
    }
  }
  const isNew = ({ _item: item }: Y.XmlElement) =>
    item !== null && item.id.client === doc.clientID && item.id.clock >= firstNewClock
  const changed = Array.from(transaction.changed.keys())
  for (const type of changed) visit(type)
}
