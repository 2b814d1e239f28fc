import { isDeepStrictEqual } from 'node:util'
import * as Y from 'yjs'

import { note } from '#collab-server/suggestion-check/judge-text'
import { keysOf, type Formats } from '#collab-server/suggestion-check/letter-formats'
import type { TextPlan, WantedLetters } from '#collab-server/suggestion-check/plan-text'
import { inlineObjectMark } from '#schema/inline-objects'

/** Writes a text as it is planned, item by item: what stands there already stays, whoever else writes beside it. */
export function writePlan(transaction: Y.Transaction, { text, letters, end }: TextPlan): void {
  const { store } = transaction.doc
  const formats: Formats = new Map()
  let passed: Y.Item | null = null
  /** Everything up to the last item that has been looked at says this of what comes. */
  const passTo = (last: Y.Item | null): void => {
    if (last !== null && last === passed) return
    for (let item = passed ? passed.right : firstOf(text); item; item = item.right) {
      passed = item
      if (!item.deleted && item.content instanceof Y.ContentFormat) note(formats, item.content)
      if (item === last) return
    }
  }
  const say = (want: Formats): void => {
    for (const key of keysOf(want, formats)) {
      if (isDeepStrictEqual(want.get(key), formats.get(key))) continue
      passed = putItem(transaction, text, passed, new Y.ContentFormat(key, (want.get(key) ?? null) as object))
      note(formats, passed.content as Y.ContentFormat)
    }
  }
  for (const { id, length, want, back } of letters) {
    const lastId = Y.createID(id.client, id.clock + length - 1)
    if (back !== undefined) {
      passTo(Y.getItemCleanEnd(transaction, store, lastId))
      say(want)
      passed = putItem(transaction, text, passed, new Y.ContentString(back))
      continue
    }
    const first = Y.getItemCleanStart(transaction, id)
    if (first.left) passTo(first.left)
    say(want)
    passTo(Y.getItemCleanEnd(transaction, store, lastId))
  }
  passTo(null)
  // What a letter stands for says nothing of those that others write behind it.
  const rest = new Map(end)
  if (formats.has(inlineObjectMark)) rest.set(inlineObjectMark, formats.get(inlineObjectMark))
  say(rest)
}

/** Whether a text says of its letters what was planned. */
export function isAsPlanned({ text, letters }: TextPlan): boolean {
  const wanted = new Map<string, WantedLetters>()
  for (const one of letters) if (one.back === undefined) wanted.set(`${one.id.client}:${one.id.clock}`, one)
  const formats: Formats = new Map()
  for (let item = firstOf(text); item; item = item.right) {
    if (item.deleted) continue
    if (item.content instanceof Y.ContentFormat) note(formats, item.content)
    const planned = wanted.get(`${item.id.client}:${item.id.clock}`)
    if (planned && !isDeepStrictEqual(planned.want, formats)) return false
  }
  return true
}

/** Right behind `left`, first where there is none. */
export function putItem(
  transaction: Y.Transaction,
  parent: Y.XmlText | Y.XmlElement | Y.XmlFragment,
  left: Y.Item | null,
  content: Y.ContentFormat | Y.ContentString | Y.ContentType,
): Y.Item {
  const { doc } = transaction
  const right = left ? left.right : firstOf(parent)
  const id = Y.createID(doc.clientID, Y.getState(doc.store, doc.clientID))
  const item = new Y.Item(id, left, left?.lastId ?? null, right, right?.id ?? null, parent, null, content)
  item.integrate(transaction, 0)
  return item
}

function firstOf({ _start: first }: { readonly _start: Y.Item | null }): Y.Item | null {
  return first
}
