import type { Editor } from '@tiptap/core'

import type { Suggestion } from '#features/suggestions/suggestion-list'
import { untilLoaded } from '#ui/lazy-part'

export type Answering = {
  editor: Editor
  userId: string
  /** Hears of what was decided, as the app takes it: a few suggestions at once. */
  onDecided: (decision: unknown) => void
}

/** Takes suggestions into the text or out of it, and says so to those who keep what was decided. */
export function answerSuggestions(
  { editor, userId, onDecided }: Answering,
  decision: 'accept' | 'reject',
  suggestions: readonly Suggestion[],
): void {
  const ids = new Set(suggestions.map(({ id }) => id))
  if (!editor.commands.decideSuggestions(decision, { ids })) return
  void tell({ userId, onDecided }, decision, suggestions)
}

async function tell(
  { userId, onDecided }: Omit<Answering, 'editor'>,
  decision: 'accept' | 'reject',
  suggestions: readonly Suggestion[],
): Promise<void> {
  // Nothing that the page waits for.
  const batches = await untilLoaded(() => import('#features/suggestions/decision-batches'))
  for (const batch of batches.decisionBatches(decision, suggestions, userId)) onDecided(batch)
}
