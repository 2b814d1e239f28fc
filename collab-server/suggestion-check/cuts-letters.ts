import * as Y from 'yjs'

/**
 * Whether an update would have Yjs cut a letter of two units (an emoji, say) in the middle, which puts a sign for
 * "no letter" in the place of each half, for everybody and for good.
 */
export function cutsLetters(doc: Y.Doc, { structs, ds }: ReturnType<typeof Y.decodeUpdate>): boolean {
  for (const struct of structs) {
    if (!(struct instanceof Y.Item)) continue
    const { origin, rightOrigin } = struct
    if (origin && isWithinLetter(doc, origin.client, origin.clock + 1)) return true
    if (rightOrigin && isWithinLetter(doc, rightOrigin.client, rightOrigin.clock)) return true
  }
  for (const [client, ranges] of ds.clients) {
    for (const { clock, len } of ranges) {
      if (isWithinLetter(doc, client, clock) || isWithinLetter(doc, client, clock + len)) return true
    }
  }
  return false
}

function isWithinLetter({ store }: Y.Doc, client: number, clock: number): boolean {
  const structs = store.clients.get(client)
  if (!structs || clock <= 0 || clock >= Y.getState(store, client)) return false
  const item = structs[Y.findIndexSS(structs, clock)]
  if (!(item instanceof Y.Item) || !(item.content instanceof Y.ContentString)) return false
  const before = clock - item.id.clock - 1
  if (before < 0) return false
  const unit = item.content.str.charCodeAt(before)
  return unit >= 0xd800 && unit <= 0xdbff
}
