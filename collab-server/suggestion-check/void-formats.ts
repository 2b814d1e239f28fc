import { isDeepStrictEqual } from 'node:util'
import * as Y from 'yjs'

import type { Formats } from '#collab-server/suggestion-check/letter-formats'
import { note } from '#collab-server/suggestion-check/judge-text'
import { itemsOf, type MirrorView } from '#collab-server/suggestion-check/mirror-view'

/**
 * Formats that say nothing of any letter, where an update has written formats or taken letters away: begun and ended
 * with nothing between. They would be said of whatever somebody else is writing there at that moment. Clients of Yjs
 * take them away themselves.
 */
export function voidFormats(text: Y.XmlText, view: MirrorView): Y.Item[] {
  const found: Y.Item[] = []
  const formats: Formats = new Map()
  let gap: Y.Item[] = []
  let isTouched = false
  const endGap = (): void => {
    if (isTouched && gap.length > 0) found.push(...voidIn(gap, formats))
    for (const { content } of gap) if (content instanceof Y.ContentFormat) note(formats, content)
    gap = []
    isTouched = false
  }
  for (const item of itemsOf(text)) {
    if (item.deleted) isTouched ||= view.wasThere(item) || view.isNew(item)
    else if (item.content instanceof Y.ContentFormat) {
      gap.push(item)
      isTouched ||= view.isNew(item)
    } else endGap()
  }
  endGap()
  return found
}

/** `before`: what is said of the letter before. */
function voidIn(gap: readonly Y.Item[], before: Formats): Y.Item[] {
  const last = new Map<string, Y.Item>()
  for (const item of gap) if (item.content instanceof Y.ContentFormat) last.set(item.content.key, item)
  return gap.filter((item) => {
    if (!(item.content instanceof Y.ContentFormat)) return false
    const { key, value } = item.content
    return last.get(key) !== item || isDeepStrictEqual(before.get(key) ?? null, value)
  })
}
