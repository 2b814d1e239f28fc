import * as Y from 'yjs'

import type { DocumentLife, LifeRanges } from '#protocol/document-life'

/**
 * Whether a document has all that is in a life: each piece that was put in, and taken out. One that lags behind would be given
 * what is on its way to it a second time.
 */
export function knowsLife(doc: Y.Doc, { births, deaths }: Pick<DocumentLife, 'births' | 'deaths'>): boolean {
  for (const [client, { ends }] of births) {
    if (Y.getState(doc.store, client) < (ends.at(-1) ?? 0)) return false
  }
  const deleted = Y.createDeleteSetFromStructStore(doc.store).clients
  for (const [client, ranges] of deaths) {
    if (!covers(deleted.get(client) ?? [], ranges)) return false
  }
  return true
}

/** Both rise; what is deleted in a row is one range. */
function covers(deleted: readonly { clock: number; len: number }[], { starts, ends }: LifeRanges): boolean {
  let at = 0
  return ends.every((end, index) => {
    for (let range = deleted[at]; range && range.clock + range.len < end; range = deleted[at]) at += 1
    const range = deleted[at]
    return range !== undefined && range.clock <= (starts[index] ?? 0)
  })
}
