import { isDeepStrictEqual } from 'node:util'
import * as Y from 'yjs'

import { note } from '#collab-server/suggestion-check/judge-text'
import type { Formats } from '#collab-server/suggestion-check/letter-formats'
import { isAt } from '#collab-server/suggestion-check/meant-by-writer'
import { itemsOf, type MirrorView } from '#collab-server/suggestion-check/mirror-view'

/** Letters by the names of looks that were said of them by somebody who had not seen them. */
export type UnseenLetters = ReadonlyMap<string, ReadonlySet<Y.Item>>

/**
 * Letters that came between the new end of a look and what that was written behind: others wrote them there at that
 * moment.
 */
export function unseenLetters(text: Y.XmlText, view: MirrorView): UnseenLetters {
  const found = new Map<string, Set<Y.Item>>()
  for (const end of itemsOf(text)) {
    const { content, deleted, origin, left } = end
    if (deleted || !(content instanceof Y.ContentFormat) || !view.isNew(end)) continue
    for (let item = left; item && !isAt(item, origin); item = item.left) {
      if (item.deleted || view.isNew(item) || item.content instanceof Y.ContentFormat) continue
      const letters = found.get(content.key)
      if (letters) letters.add(item)
      else found.set(content.key, new Set([item]))
    }
  }
  return found
}

/** Whether anything has come to be said of some of them by that. */
export function areCaught(unseen: UnseenLetters, text: Y.XmlText, view: MirrorView): boolean {
  if (unseen.size === 0) return false
  const before: Formats = new Map()
  const after: Formats = new Map()
  for (const item of itemsOf(text)) {
    if (item.content instanceof Y.ContentFormat) {
      if (view.wasThere(item)) note(before, item.content)
      if (!item.deleted) note(after, item.content)
    } else
      for (const [key, letters] of unseen)
        if (letters.has(item) && !isDeepStrictEqual(before.get(key), after.get(key))) return true
  }
  return false
}
