import * as Y from 'yjs'

/**
 * Says of what an undo has brought back that it stands between the two pieces that it stands between here, where what
 * Yjs says cannot be found. Yjs puts it between two pieces from either side of where it once stood. Where its block went
 * and came back since, the right one may by now stand left of the other (yjs issue 794): looking for it, each replica
 * passes over as much of the line as it happens to know, and they come to differ.
 * @param transaction an undo or redo that nobody has been told of yet
 */
export function tellRestoredPlaces({ doc, beforeState }: Y.Transaction): void {
  const { clientID, store } = doc
  const known = beforeState.get(clientID) ?? 0
  const structs = store.clients.get(clientID) ?? []
  for (let index = structs.length - 1; index >= 0; index -= 1) {
    const item = structs[index]
    if (!item || item.id.clock < known) return
    if (!(item instanceof Y.Item) || item.parentSub !== null || isFindable(item)) continue
    const [left, right] = [neighbour(item, 'left'), neighbour(item, 'right')]
    item.origin = left && left.lastId
    item.rightOrigin = right && right.id
  }
}

/** Whether the piece that it is said to stand before does stand behind it. */
function isFindable({ right, rightOrigin }: Y.Item): boolean {
  if (rightOrigin === null) return true
  for (let item = right; item !== null; item = item.right) {
    if (Y.compareIDs(item.id, rightOrigin)) return true
  }
  return false
}

/** The one beside it when it was put there: all that its author has written since came later. */
function neighbour(item: Y.Item, side: 'left' | 'right'): Y.Item | null {
  const { client, clock } = item.id
  let beside = item[side]
  while (beside !== null && beside.id.client === client && beside.id.clock > clock) beside = beside[side]
  return beside
}
