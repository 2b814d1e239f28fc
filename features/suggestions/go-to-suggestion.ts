import type { Editor } from '@tiptap/core'
import { Selection } from '@tiptap/pm/state'

import type { Suggestion } from '#features/suggestions/suggestion-list'

/** Puts the caret to a suggestion and points it out, without selecting it, so that the next key replaces nothing. */
export function goToSuggestion(editor: Editor, { id, from }: Suggestion): void {
  const { tr } = editor.state
  const at = Math.min(from, tr.doc.content.size)
  editor.view.dispatch(tr.setSelection(Selection.near(tr.doc.resolve(at))).scrollIntoView())
  editor.commands.pointOutSuggestion(id)
}

/** The next suggestion behind the caret, or the one before it; around the end it goes on at the other. */
export function neighbour(
  suggestions: readonly Suggestion[],
  place: number,
  active: string | null,
  by: 1 | -1,
): Suggestion | null {
  if (suggestions.length === 0) return null
  const current = suggestions.findIndex(({ id }) => id === active)
  const count = suggestions.length
  if (current >= 0) return suggestions[(current + by + count) % count] ?? null
  if (by > 0) return suggestions.find(({ from }) => from >= place) ?? suggestions[0] ?? null
  return suggestions.findLast(({ from }) => from < place) ?? suggestions.at(-1) ?? null
}
