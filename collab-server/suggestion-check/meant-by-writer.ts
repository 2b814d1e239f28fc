import * as Y from 'yjs'

import type { EndedLooks } from '#collab-server/suggestion-check/ended-looks'
import type { Formats } from '#collab-server/suggestion-check/letter-formats'
import type { MirrorView } from '#collab-server/suggestion-check/mirror-view'

/**
 * What a new letter was written as, of all that is said otherwise by formats which came between it and what it was
 * written behind and before: whatever these say, and of whomever, who wrote the letter has not seen them.
 */
export function meantByWriter(letter: Y.Item, view: MirrorView, ended: EndedLooks): Formats {
  return new Map([...meantBehind(letter, view, ended), ...meantBefore(letter, view, ended)])
}

function meantBehind({ origin, left }: Y.Item, view: MirrorView, ended: EndedLooks): Formats {
  const meant: Formats = new Map()
  /** Said by what came between, and what the writer says by nothing yet; and what the writer says. */
  const unsettled = new Set<string>()
  const settled = new Set<string>()
  let isBetween = true
  for (let item = left; item; item = item.left) {
    isBetween &&= !isAt(item, origin)
    if (!isBetween && unsettled.size === 0) break
    if (item.deleted || !(item.content instanceof Y.ContentFormat)) continue
    const { key, value } = item.content
    if (isBetween && !view.isNew(item) && !ended.has(item)) {
      if (!settled.has(key)) unsettled.add(key)
      continue
    }
    if (unsettled.delete(key)) meant.set(key, value)
    settled.add(key)
  }
  for (const key of unsettled) meant.set(key, null)
  return meant
}

/** Said of letters further left, and ended between this one and what it was written before. */
function meantBefore({ right, rightOrigin }: Y.Item, view: MirrorView, ended: EndedLooks): Formats {
  const meant: Formats = new Map()
  const settled = new Set<string>()
  for (let item = right; item && !isAt(item, rightOrigin); item = item.right) {
    if (item.deleted || !(item.content instanceof Y.ContentFormat)) continue
    const { key, value } = item.content
    if (view.isNew(item) || !ended.has(item)) settled.add(key)
    else if (!settled.has(key)) meant.set(key, value)
  }
  return meant
}

/** Whether an item is, or holds, what has this id. */
export function isAt({ id, lastId }: Y.Item, place: Y.ID | null): boolean {
  return (
    place !== null && id.client === place.client && id.clock <= place.clock && place.clock <= lastId.clock
  )
}
