import {
  type DecidedSuggestion,
  mostDecidedAtOnce,
  mostDecidedLines,
  type SuggestionOutcome,
} from '#features/suggestions/suggestion-decision'
import { suggestionLines } from '#features/suggestions/suggestion-lines'
import type { Suggestion } from '#features/suggestions/suggestion-list'

/** What somebody has decided in one go, and as what. */
export type DecisionBatch = {
  readonly outcome: SuggestionOutcome
  readonly suggestions: readonly Pick<DecidedSuggestion, 'id' | 'by' | 'lines'>[]
}

/** Below what the app takes in one request, with room for what is around it. */
const maxBytes = 12_000

/** What was decided, in parts that the app takes. Whoever rejects what is theirs has withdrawn it. */
export function decisionBatches(
  decision: 'accept' | 'reject',
  suggestions: readonly Suggestion[],
  userId: string,
): readonly DecisionBatch[] {
  const batches: { outcome: SuggestionOutcome; suggestions: DecisionBatch['suggestions'][number][] }[] = []
  const sizes = new Map<SuggestionOutcome, number>()
  for (const suggestion of suggestions) {
    const { id, by } = suggestion
    const outcome = decision === 'accept' ? 'accepted' : by === userId ? 'withdrawn' : 'rejected'
    const record = { id, by, lines: suggestionLines(suggestion).slice(0, mostDecidedLines) }
    const bytes = new TextEncoder().encode(JSON.stringify(record)).length
    const size = (sizes.get(outcome) ?? 0) + bytes
    const last = batches.findLast((batch) => batch.outcome === outcome)
    const fits = last && size <= maxBytes && last.suggestions.length < mostDecidedAtOnce
    if (fits) last.suggestions.push(record)
    else batches.push({ outcome, suggestions: [record] })
    sizes.set(outcome, fits ? size : bytes)
  }
  return batches
}
