import type { ReactNode } from 'react'

import { type Answering, answerSuggestions } from '#features/suggestions/answer-suggestions'
import { goToSuggestion } from '#features/suggestions/go-to-suggestion'
import type { SuggestionCardProps } from '#features/suggestions/suggestion-card.tsx'
import type { Suggestion } from '#features/suggestions/suggestion-list'

export type SuggestingPerson = {
  readonly id: string
  readonly name: string | null
  /** Null for those who are not here. */
  readonly color: string | null
}

/** What every card is given alike. */
export type CardSurroundings = Answering & {
  /** What is said of a suggestion, and where something may be said. */
  repliesTo: (suggestion: Pick<Suggestion, 'id' | 'by'>, isActive: boolean) => ReactNode
  /** Whether this person decides about the text; others may withdraw what is theirs. */
  mayDecide: boolean
  people: readonly SuggestingPerson[]
  /** The one that is looked at and that keys decide about. */
  activeId: string | null
  onActiveId: (id: string | null) => void
}

export function cardProps(around: CardSurroundings, suggestion: Suggestion): SuggestionCardProps {
  const { editor, userId, mayDecide, people, activeId, onActiveId } = around
  const { id, by } = suggestion
  const author = people.find((person) => person.id === by)
  const answer = (decision: 'accept' | 'reject') => answerSuggestions(around, decision, [suggestion])
  return {
    suggestion,
    author: { name: author?.name ?? null, color: author?.color ?? null },
    isOwn: by === userId,
    mayDecide,
    active: id === activeId,
    onGo: () => {
      onActiveId(id)
      goToSuggestion(editor, suggestion)
    },
    onPoint: (isOver) => void editor.commands.pointOutSuggestion(isOver ? id : activeId),
    onAccept: () => answer('accept'),
    onReject: () => answer('reject'),
    replies: around.repliesTo({ id, by }, id === activeId),
  }
}
