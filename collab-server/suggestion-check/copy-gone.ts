import * as Y from 'yjs'

import { note } from '#collab-server/suggestion-check/judge-text'
import { isPendingOf, type Formats } from '#collab-server/suggestion-check/letter-formats'
import {
  attributeNamesEver,
  itemOf,
  itemsOf,
  type SharedType,
  typeIn,
} from '#collab-server/suggestion-check/mirror-view'
import { struck, type Planning } from '#collab-server/suggestion-check/plan-text'
import { suggestionAttribute } from '#schema/suggestions/block-suggestion'
import { type BlockSuggestion, isBlockSuggestion } from '#schema/suggestions/suggestion-values'

/**
 * What went with a block or text that somebody took for their own suggestion, as it was: what others decided to keep
 * is struck, what others wrote stays, and only what is still that person's suggestion is left out. Null where
 * nothing else was in it.
 */
export function copyGone(
  gone: Y.XmlElement | Y.XmlText,
  planning: Planning,
): Y.XmlElement | Y.XmlText | null {
  return gone instanceof Y.XmlText ? copyText(gone, planning).made : copyBlock(gone, planning)
}

function copyBlock(gone: Y.XmlElement, planning: Planning): Y.XmlElement | null {
  const { view, author, isOwnHand, newOrigin } = planning
  const said = view.attributeBefore(gone, suggestionAttribute)
  const isPending = isBlockSuggestion(said) && said.kind === 'insert' && said.by === author
  const children: (Y.XmlElement | Y.XmlText)[] = []
  let holdsOthers = false
  for (const item of itemsOf(gone)) {
    if (!view.wasThere(item)) continue
    const child = typeIn(item)
    if (child instanceof Y.XmlText) {
      const { made, isEmpty } = copyText(child, planning)
      children.push(made)
      holdsOthers ||= !isEmpty
    } else if (child instanceof Y.XmlElement) {
      const made = copyBlock(child, planning)
      if (made) children.push(made)
      holdsOthers ||= made !== null
    }
  }
  if (isPending && !holdsOthers) return null
  const made = new Y.XmlElement(gone.nodeName)
  for (const key of attributeNamesEver(gone)) {
    const value = view.attributeBefore(gone, key)
    if (value !== undefined) made.setAttribute(key, value as string)
  }
  const item = itemOf(gone)
  if (said === undefined && item && isOwnHand(item.id)) {
    const goes: BlockSuggestion = { ...newOrigin(), kind: 'delete' }
    made.setAttribute(suggestionAttribute, goes as unknown as string)
  }
  made.insert(0, children)
  return made
}

/** Also an empty one: a line has one. */
function copyText(
  gone: Y.XmlText,
  { view, author, isOwnHand, newOrigin }: Planning,
): { readonly made: Y.XmlText; readonly isEmpty: boolean } {
  const formats: Formats = new Map()
  const pieces: { insert: string; attributes: Record<string, unknown> }[] = []
  for (const item of itemsOf(gone)) {
    if (!view.wasThere(item)) continue
    const { content, id } = item
    if (content instanceof Y.ContentFormat) note(formats, content)
    else if (content instanceof Y.ContentString && !isPendingOf(formats, author)) {
      const want = isOwnHand(id) ? struck(formats, author, newOrigin) : formats
      pieces.push({ insert: content.str, attributes: Object.fromEntries(want) })
    }
  }
  const made = new Y.XmlText()
  made.applyDelta(pieces)
  return { made, isEmpty: pieces.length === 0 }
}

/** Whether a block or text may come back at all: its author wrote it, or around it. */
export function isOfOwnHand(type: SharedType, planning: Planning): boolean {
  const item = itemOf(type)
  return item !== null && planning.isOwnHand(item.id)
}
