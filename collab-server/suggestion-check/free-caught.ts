import { isDeepStrictEqual } from 'node:util'
import * as Y from 'yjs'

import type { EndedLooks } from '#collab-server/suggestion-check/ended-looks'
import { note } from '#collab-server/suggestion-check/judge-text'
import type { Formats } from '#collab-server/suggestion-check/letter-formats'
import { meantByWriter } from '#collab-server/suggestion-check/meant-by-writer'
import { itemOf, itemsOf, MirrorView } from '#collab-server/suggestion-check/mirror-view'
import type { DecidedMemory } from '#collab-server/suggestion-check/own-hand'
import type { TextPlan, WantedLetters } from '#collab-server/suggestion-check/plan-text'
import { insertionName } from '#schema/suggestions/suggestion-marks'

/**
 * Letters that somebody who may write has written, and that came to stand in what another suggests without either
 * having known: Yjs orders what is written at one place at one moment as it likes, or as a cheat has chosen. Whoever
 * writes among what is suggested and has seen it says that it is not. To be called before Yjs forgets what is deleted.
 */
export function planFreeing({ beforeState, deleteSet, changed }: Written, writer: Writer): TextPlan[] {
  const view = new MirrorView({ beforeState, deleteSet })
  return Array.from(changed.keys()).flatMap((type) => {
    const isText = type instanceof Y.XmlText && itemOf(type)?.deleted !== true
    return isText ? (planText(type, view, writer) ?? []) : []
  })
}

/** The part of a transaction that this is about. */
export type Written = Pick<Y.Transaction, 'beforeState' | 'deleteSet'> & {
  readonly changed: ReadonlyMap<unknown, unknown>
}

/** What a document has that an update has brought, as if it came now. */
export function writtenBefore(doc: Y.Doc, update: Uint8Array): Written {
  const { store } = doc
  const beforeState = Y.decodeStateVector(Y.encodeStateVector(doc))
  const changed = new Map<unknown, unknown>()
  for (const { id, length } of Y.decodeUpdate(update).structs) {
    const { client, clock } = id
    beforeState.set(client, Math.min(clock, beforeState.get(client) ?? 0))
    const end = Math.min(clock + length, Y.getState(store, client))
    for (let at = clock; at < end;) {
      const item: Y.Item | Y.GC = Y.getItem(store, Y.createID(client, at))
      if (item instanceof Y.Item) changed.set(item.parent, null)
      at = item.id.clock + item.length
    }
  }
  return { beforeState, deleteSet: Y.createDeleteSet(), changed }
}

/** Who has written, and what the mirror has seen of others: what was taken away of suggestions, and where looks ended. */
type Writer = { readonly by: string; readonly gone: DecidedMemory; readonly ended: EndedLooks }

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
      for (const [key, value] of meantByWriter(item, view, writer.ended)) {
        if (value === null) want.delete(key)
        else want.set(key, value)
      }
      const format = said.get(insertionName)
      if (format && !view.isNew(format) && isCaught(item, want.get(insertionName), writer))
        want.delete(insertionName)
      isAnyCaught ||= !isDeepStrictEqual(want, formats)
    }
    letters.push({ id, length, want })
  }
  return isAnyCaught ? { text, letters, end: formats } : null
}

/** Whether a letter stands in what somebody else suggests, having been written behind what that begins with. */
function isCaught({ rightOrigin }: Y.Item, said: unknown, { by, gone }: Writer): boolean {
  const author: unknown = typeof said === 'object' && said !== null ? Reflect.get(said, 'by') : undefined
  if (typeof author !== 'string' || author === by) return false
  // What an undo brings back stands right before what was deleted, as part of what that was part of.
  return rightOrigin === null || !gone.has(author, rightOrigin)
}
