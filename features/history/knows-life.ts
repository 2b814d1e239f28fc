import * as Y from 'yjs'

import type { Past } from '#features/history/past'
import type { LifeRanges } from '#protocol/document-life'

/**
 * Whether a document has all that is in its past: each piece that was put in, and taken out. One that lags behind would be
 * given what is on its way to it a second time.
 */
export function knowsLife(live: Y.Doc, { life, doc }: Pick<Past, 'life' | 'doc'>): boolean {
  // Not by what the life tells of: what stands on a piece that nobody ever sent comes to no document.
  const pieces = Y.decodeStateVector(Y.encodeStateVector(doc))
  for (const [client, clock] of pieces) {
    if (Y.getState(live.store, client) < clock) return false
  }
  // Not by what is deleted in that document, which in reading all at once deletes formats of its own.
  const deleted = Y.createDeleteSetFromStructStore(live.store).clients
  for (const [client, ranges] of life.deaths) {
    if (!covers(deleted.get(client) ?? [], ranges, pieces.get(client) ?? 0)) return false
  }
  return true
}

/** Both rise; what is deleted in a row is one range. */
function covers(
  deleted: readonly { clock: number; len: number }[],
  { starts, ends }: LifeRanges,
  upTo: number,
): boolean {
  let at = 0
  return starts.every((start, index) => {
    const end = Math.min(ends[index] ?? 0, upTo)
    if (start >= end) return true
    for (let range = deleted[at]; range && range.clock + range.len < end; range = deleted[at]) at += 1
    const range = deleted[at]
    return range !== undefined && range.clock <= start
  })
}
