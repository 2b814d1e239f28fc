import * as Y from 'yjs'

import { note } from '#collab-server/suggestion-check/judge-text'
import type { Formats } from '#collab-server/suggestion-check/letter-formats'
import {
  attributeNow,
  itemOf,
  itemsOf,
  MirrorView,
  type SharedType,
} from '#collab-server/suggestion-check/mirror-view'
import type { DecidedMemory } from '#collab-server/suggestion-check/own-hand'
import { suggestionAttribute } from '#schema/suggestions/block-suggestion'
import { insertionName } from '#schema/suggestions/suggestion-marks'

/**
 * Keeps in mind which letters and blocks a transaction has made part of the text that were suggested, and which it
 * has taken away, which `gone` gets too. To be called before Yjs forgets what is deleted.
 */
export function noteDecided(transaction: Y.Transaction, decided: DecidedMemory, gone: DecidedMemory): void {
  const view = new MirrorView(transaction)
  for (const [type, keys] of transaction.changed) {
    if (itemOf(type)?.deleted === true) continue
    if (type instanceof Y.XmlText) noteLetters(type, view, decided, gone)
    else if (keys.has(suggestionAttribute)) noteBlock(type, view, decided)
  }
}

function noteLetters(text: Y.XmlText, view: MirrorView, decided: DecidedMemory, gone: DecidedMemory): void {
  const before: Formats = new Map()
  const after: Formats = new Map()
  for (const item of itemsOf(text)) {
    const { content, deleted, id, length } = item
    const was = view.wasThere(item)
    if (content instanceof Y.ContentFormat) {
      if (was) note(before, content)
      if (!deleted) note(after, content)
    } else if (was) {
      const by = authorOf(before.get(insertionName))
      const isDecided = deleted || by !== authorOf(after.get(insertionName))
      if (by !== null && isDecided) decided.add(by, id, length)
      if (by !== null && deleted) gone.add(by, id, length)
    }
  }
}

function noteBlock(type: SharedType, view: MirrorView, decided: DecidedMemory): void {
  const by = authorOf(view.attributeBefore(type, suggestionAttribute))
  const item = itemOf(type)
  if (item && by !== null && authorOf(attributeNow(type, suggestionAttribute)) !== by)
    decided.add(by, item.id, 1)
}

function authorOf(said: unknown): string | null {
  const by: unknown = typeof said === 'object' && said !== null ? Reflect.get(said, 'by') : null
  return typeof by === 'string' ? by : null
}
