import * as Y from 'yjs'

import type { KeptSpan } from '#features/editor/binding/kept-spans'

/** All pieces of a text or an element in order, deleted ones too. */
export function* itemsOf(type: Y.XmlText | Y.XmlElement): Generator<Y.Item> {
  // oxlint-disable-next-line no-underscore-dangle -- the only way to deleted pieces; Yjs' own tools use it
  for (let item = type._start; item !== null; item = item.right) yield item
}

/** Whether a piece was shown before the transaction. */
export function wasThere({ id, deleted }: Y.Item, { beforeState, deleteSet }: Y.Transaction): boolean {
  const isNew = id.clock >= (beforeState.get(id.client) ?? 0)
  return !isNew && (!deleted || Y.isDeleted(deleteSet, id))
}

/** Whether a piece was shown before the transaction, and whether it is now. */
function presence(item: Y.Item, transaction: Y.Transaction): { before: boolean; after: boolean } {
  return { before: wasThere(item, transaction), after: !item.deleted }
}

/** What a transaction left of a block's text, by the identity of each letter; positions in its content. */
export type KeptText = { readonly spans: KeptSpan[]; readonly sizeBefore: number; readonly sizeAfter: number }

/** @param block with letters and leaves in it, as text blocks have */
export function keptInBlock(block: Y.XmlElement, transaction: Y.Transaction): KeptText {
  const spans: KeptSpan[] = []
  let [before, after] = [0, 0]
  const walk = (item: Y.Item, length: number, inBefore: boolean, inAfter: boolean) => {
    const was = presence(item, transaction)
    const [wasHere, isHere] = [was.before && inBefore, was.after && inAfter]
    if (wasHere && isHere) spans.push({ before, after, length })
    if (wasHere) before += length
    if (isHere) after += length
  }
  for (const child of itemsOf(block)) {
    if (!(child.content instanceof Y.ContentType)) continue
    const { type } = child.content
    if (!(type instanceof Y.XmlText)) {
      walk(child, 1, true, true)
      continue
    }
    const { before: wasHere, after: isHere } = presence(child, transaction)
    for (const item of itemsOf(type)) {
      if (item.content instanceof Y.ContentString) walk(item, item.length, wasHere, isHere)
    }
  }
  return { spans: joinSpans(spans), sizeBefore: before, sizeAfter: after }
}

function joinSpans(spans: readonly KeptSpan[]): KeptSpan[] {
  const joined: KeptSpan[] = []
  for (const span of spans) {
    const last = joined.at(-1)
    if (last && last.before + last.length === span.before && last.after + last.length === span.after) {
      joined[joined.length - 1] = { ...last, length: last.length + span.length }
    } else joined.push(span)
  }
  return joined
}
