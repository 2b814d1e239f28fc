import { Selection } from '@tiptap/pm/state'

import { findPlace, type LiveText } from '#features/merge-receipt/find-place'
import type { Place } from '#features/merge-receipt/merge-receipt'
import { outlineSpot } from '#features/merge-receipt/spot-plugin'

/** Puts the caret to a place, in sight and outlined, without taking the focus; false where there is no such place. */
export function goToPlace(text: LiveText, place: Place): boolean {
  const found = findPlace(text, place)
  if (!found) return false
  const { view, state } = text.editor
  const { tr } = state
  const at = Math.min(found.at, tr.doc.content.size)
  view.dispatch(tr.setSelection(Selection.near(tr.doc.resolve(at))).scrollIntoView())
  outlineSpot(view, found)
  return true
}
