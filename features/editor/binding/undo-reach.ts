import * as Y from 'yjs'

/** What is undone, or redone, in one go. */
type Step = Y.UndoManager['undoStack'][number]
type Store = Y.Doc['store']

/**
 * The blocks of a body in which taking a step back may change anything. Not those that it brings back, which are not
 * there yet.
 */
export function blocksInReach(
  body: Y.XmlFragment,
  { insertions, deletions }: Step,
  transaction: Y.Transaction,
): Set<Y.XmlElement> {
  const { store } = transaction.doc
  const blocks = new Set<Y.XmlElement>()
  for (const ranges of [insertions, deletions]) {
    Y.iterateDeletedStructs(transaction, ranges, (struct) => {
      // What was brought back before stands for it.
      for (let item: unknown = struct; item instanceof Y.Item; item = redoneOf(item, store)) {
        const block = blockAround(item, body, store)
        if (block) blocks.add(block)
      }
    })
  }
  return blocks
}

/** Whether letters or formats of a step are still there to be taken back, so that the undo does not pass over it. */
export function holdsOn(
  { insertions }: Step,
  transaction: Y.Transaction,
  mayGo: (item: Y.Item) => boolean,
): boolean {
  let isHeld = false
  Y.iterateDeletedStructs(transaction, insertions, (struct) => {
    if (isHeld || !(struct instanceof Y.Item) || struct.deleted) return
    const { content } = struct
    isHeld = (content instanceof Y.ContentString || content instanceof Y.ContentFormat) && mayGo(struct)
  })
  return isHeld
}

/** The blocks that came with this transaction. */
export function newBlocksIn(body: Y.XmlFragment, { beforeState }: Y.Transaction): Y.XmlElement[] {
  return (body.toArray() as unknown[]).flatMap((block) => {
    if (!(block instanceof Y.XmlElement)) return []
    const { _item: item } = block
    return item && item.id.clock >= (beforeState.get(item.id.client) ?? 0) ? [block] : []
  })
}

function redoneOf({ redone }: Y.Item, store: Store): Y.Item | null {
  return redone === null ? null : Y.getItem(store, redone)
}

function blockAround(item: Y.Item, body: Y.XmlFragment, store: Store): Y.XmlElement | null {
  for (let inner: Y.Item | null = item; inner !== null;) {
    const { parent, content }: Y.Item = inner
    if (parent === body) {
      return content instanceof Y.ContentType && content.type instanceof Y.XmlElement ? content.type : null
    }
    inner = parent instanceof Y.AbstractType ? lastOf(parent, store) : null
  }
  return null
}

/** The item of a type, or of what it was brought back as. */
function lastOf({ _item: item }: { readonly _item: Y.Item | null }, store: Store): Y.Item | null {
  let last = item
  for (let next = last; next !== null; next = redoneOf(next, store)) last = next
  return last
}
