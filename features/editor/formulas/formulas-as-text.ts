import type { CommandProps } from '@tiptap/core'

import { objectsAsText } from '#schema/objects-as-text'

/** A command for a chain: what stands in the selected lines and is no letter becomes the text it says. */
export function formulasAsText({ tr, dispatch }: CommandProps): boolean {
  const { $from, $to } = tr.selection
  if (dispatch) objectsAsText(tr, $from.start(), $to.end())
  return true
}
