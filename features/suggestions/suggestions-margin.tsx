'use client'
import { useTranslations } from 'next-intl'
import { useMemo, useSyncExternalStore } from 'react'
import { createPortal } from 'react-dom'

import { type CardSurroundings, cardProps } from '#features/suggestions/card-props'
import { suggestedText } from '#features/suggestions/suggested-text'
import { SuggestionCard } from '#features/suggestions/suggestion-card.tsx'
import type { Suggestion } from '#features/suggestions/suggestion-list'
import { deskOf, MarginAnchors } from '#ui/margin-anchors'
import { MarginColumn } from '#ui/margin-column'
import type { MarginLayout } from '#ui/margin-layout'

export type SuggestionsMarginProps = CardSurroundings & {
  suggestions: readonly Suggestion[]
  margin: MarginLayout
}

/** More than this is for the list, which can be filtered. */
const mostCards = 200

/** What is suggested, beside its text, where there is room. */
export default function SuggestionsMargin(props: SuggestionsMarginProps) {
  const { editor, suggestions, activeId, margin } = props
  const t = useTranslations('suggestions')
  const anchors = useMemo(() => new MarginAnchors(suggestedText(editor)), [editor])
  const { tops, hasMargin } = useSyncExternalStore(anchors.subscribe, anchors.getAnchors, anchors.getAnchors)
  const desk = deskOf(editor.view.dom)
  if (!hasMargin || !desk || suggestions.length > mostCards) return null
  const cards = suggestions.flatMap((suggestion) => {
    const top = tops.get(suggestion.id)
    if (top === undefined) return []
    const content = <SuggestionCard {...cardProps(props, suggestion)} />
    return [{ id: cardId(suggestion.id), top, content }]
  })
  return createPortal(
    <MarginColumn
      label={t('margin')}
      cards={cards}
      activeId={activeId === null ? null : cardId(activeId)}
      layout={margin}
    />,
    desk,
  )
}

/** Apart from the threads in the same margin. */
const cardId = (id: string): string => `suggestion ${id}`
