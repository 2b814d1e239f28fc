import * as Y from 'yjs'

import { isPendingOf, isSuggestingName, type Formats } from '#collab-server/suggestion-check/letter-formats'
import { note } from '#collab-server/suggestion-check/judge-text'
import { itemsOf } from '#collab-server/suggestion-check/mirror-view'
import { suggestionAttribute } from '#schema/suggestions/block-suggestion'

/**
 * Whether what a client has written so far tells that it is this person's: letters or blocks that are still
 * suggested by them, or nothing but what they say of others' letters. An editor who accepts half of a suggestion
 * says the author's name of the other half too, but has letters of their own.
 */
export function hasWrittenAs(doc: Y.Doc, clientId: number, userId: string): boolean {
  const texts = new Set<Y.XmlText>()
  let saysOnly = true
  let says = false
  for (const item of doc.store.clients.get(clientId) ?? []) {
    if (!(item instanceof Y.Item) || item.deleted) continue
    const { content, parent, parentSub } = item
    if (content instanceof Y.ContentFormat)
      says ||= isSuggestingName(content.key) && isBy(content.value, userId)
    else if (parentSub !== null) {
      if (parentSub === suggestionAttribute && isBy(content.getContent().at(-1), userId)) return true
    } else {
      saysOnly = false
      if (parent instanceof Y.XmlText) texts.add(parent)
    }
  }
  if (saysOnly) return says
  for (const text of texts) if (hasPendingLetters(text, clientId, userId)) return true
  return false
}

function hasPendingLetters(text: Y.XmlText, clientId: number, userId: string): boolean {
  const formats: Formats = new Map()
  for (const { content, deleted, id } of itemsOf(text)) {
    if (deleted) continue
    if (content instanceof Y.ContentFormat) note(formats, content)
    else if (id.client === clientId && isPendingOf(formats, userId)) return true
  }
  return false
}

function isBy(said: unknown, userId: string): boolean {
  return typeof said === 'object' && said !== null && Reflect.get(said, 'by') === userId
}
