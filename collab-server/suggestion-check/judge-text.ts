import * as Y from 'yjs'

import {
  closesWhatItOpens,
  isPendingOf,
  mayBecome,
  mayBeNew,
  saysAnother,
  type Formats,
  type NewLetters,
} from '#collab-server/suggestion-check/letter-formats'
import { itemsOf, type MirrorView } from '#collab-server/suggestion-check/mirror-view'

/** Goes through a text once, with what is said of its letters before and after; null where nothing is wrong. */
export function judgeText(text: Y.XmlText, view: MirrorView, by: NewLetters): string | null {
  const { author, schema } = by
  const before: Formats = new Map()
  const after: Formats = new Map()
  // Of letters beside one another that are said the same of, only the first is looked at.
  let changedSince = { kept: true, made: true, gone: true }
  for (const item of itemsOf(text)) {
    const was = view.wasThere(item)
    const is = !item.deleted
    if (!was && !is) continue
    const { content } = item
    if (content instanceof Y.ContentFormat) {
      if (was) note(before, content)
      if (is) note(after, content)
      changedSince = { kept: true, made: true, gone: true }
    } else if (was && is) {
      if (changedSince.kept && !mayBecome(before, after, author, schema)) return 'changes letters'
      // Other contents are none of ours, and must be told the same of as before.
      const letters = content instanceof Y.ContentString ? content.str : '\uFFFC'
      if (!isPendingOf(before, author) && saysAnother(letters, before, after)) return 'changes letters'
      changedSince.kept = false
    } else if (!(content instanceof Y.ContentString)) return 'puts something into a text, or takes it out'
    else if (is) {
      if (changedSince.made && !mayBeNew(after, before, by)) return 'adds letters that are not only suggested'
      changedSince.made = false
    } else {
      if (changedSince.gone && !isPendingOf(before, author)) return 'takes letters away'
      changedSince.gone = false
    }
  }
  return closesWhatItOpens(before, after) ? null : 'leaves its formats open'
}

/** Whether the author suggests all that there is in a text, of the items that count. */
export function onlyPendingLetters(
  text: Y.XmlText,
  author: string,
  counts: (item: Y.Item) => boolean,
): boolean {
  const formats: Formats = new Map()
  for (const item of itemsOf(text)) {
    if (!counts(item)) continue
    if (item.content instanceof Y.ContentFormat) note(formats, item.content)
    else if (!isPendingOf(formats, author)) return false
  }
  return true
}

export function note(formats: Formats, { key, value }: Y.ContentFormat): void {
  if (value === null) formats.delete(key)
  else formats.set(key, value)
}
