import * as Y from 'yjs'

import { note } from '#collab-server/suggestion-check/judge-text'
import { isSuggestingName, type Formats } from '#collab-server/suggestion-check/letter-formats'
import { itemOf, itemsOf, MirrorView } from '#collab-server/suggestion-check/mirror-view'
import type { DecidedMemory } from '#collab-server/suggestion-check/own-hand'
import type { TextPlan, WantedLetters } from '#collab-server/suggestion-check/plan-text'
import { insertionName } from '#schema/suggestions/suggestion-marks'

/**
 * Letters that somebody who may write has written, and that came to stand in what another suggests without either
 * having known: Yjs orders what is written at one place at one moment as it likes, or as a cheat has chosen. Whoever
 * writes among what is suggested and has seen it says that it is not. To be called before Yjs forgets what is deleted.
 */
export function planFreeing(transaction: Y.Transaction, by: string, gone: DecidedMemory): TextPlan[] {
  const view = new MirrorView(transaction)
  return Array.from(transaction.changed.keys()).flatMap((type) => {
    const isText = type instanceof Y.XmlText && itemOf(type)?.deleted !== true
    return isText ? (planText(type, view, { by, gone }) ?? []) : []
  })
}

type Writer = { readonly by: string; readonly gone: DecidedMemory }

function planText(text: Y.XmlText, view: MirrorView, writer: Writer): TextPlan | null {
  const formats: Formats = new Map()
  const said = new Map<string, Y.Item>()
  const letters: WantedLetters[] = []
  let isAnyCaught = false
  for (const item of itemsOf(text)) {
    if (item.deleted) continue
    const { content, id, length } = item
    if (content instanceof Y.ContentFormat) {
      note(formats, content)
      said.set(content.key, item)
      continue
    }
    const want: Formats = new Map(formats)
    if (view.isNew(item) && content instanceof Y.ContentString) {
      for (const [key, value] of formats) {
        const format = said.get(key)
        if (!format || view.isNew(format) || !isSuggestingName(key)) continue
        if (isCaught(item, format, value, writer)) want.delete(key)
      }
    }
    isAnyCaught ||= want.size < formats.size
    letters.push({ id, length, want })
  }
  return isAnyCaught ? { text, letters, end: formats } : null
}

function isCaught(item: Y.Item, format: Y.Item, value: unknown, { by, gone }: Writer): boolean {
  const author: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, 'by') : undefined
  if (typeof author !== 'string' || author === by) return false
  if (isBetween(item, format)) return true
  if (format.parent === null || !(format.content instanceof Y.ContentFormat)) return false
  if (format.content.key !== insertionName) return false
  // What an undo brings back stands right before what was deleted, as part of what that was part of.
  const { rightOrigin } = item
  return rightOrigin === null || !gone.has(author, rightOrigin)
}

/** Whether a format came between a letter and what the letter was written behind. */
function isBetween({ origin, left }: Y.Item, format: Y.Item): boolean {
  for (let item = left; item; item = item.left) {
    if (item === format) return true
    if (
      origin &&
      item.id.client === origin.client &&
      item.lastId.clock >= origin.clock &&
      item.id.clock <= origin.clock
    )
      return false
  }
  return false
}
