'use client'
import { Check, X } from 'lucide-react'
import { useFormatter, useNow, useTranslations } from 'next-intl'
import type { ReactNode } from 'react'

import { suggestionLines } from '#features/suggestions/suggestion-lines'
import type { Suggestion } from '#features/suggestions/suggestion-list'
import { SuggestionWords } from '#features/suggestions/suggestion-words.tsx'
import { IconButton } from '#ui/icon-button'

export type SuggestionCardProps = {
  suggestion: Suggestion
  author: { readonly name: string | null; readonly color: string | null }
  isOwn: boolean
  /** Whether this person decides about the text. */
  mayDecide: boolean
  active: boolean
  onGo: () => void
  onPoint: (isOver: boolean) => void
  onAccept: () => void
  onReject: () => void
  /** What is said of it. */
  replies: ReactNode
}

/** Who suggests what, and the answer to it. */
export function SuggestionCard(props: SuggestionCardProps) {
  const { suggestion, author, isOwn, mayDecide, active, onGo, onPoint, onAccept, onReject } = props
  const t = useTranslations('suggestions')
  const format = useFormatter()
  const now = useNow({ updateInterval: 60_000 })
  const name = author.name ?? t('somebody')
  return (
    // Pointing out is for those who see both; by keys the card itself leads there.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <article
      data-suggestion-card={suggestion.id}
      aria-current={active ? 'true' : undefined}
      onMouseEnter={() => onPoint(true)}
      onMouseLeave={() => onPoint(false)}
      aria-label={t('card', { name: isOwn ? t('you') : name })}
      className="rounded-lg border border-line bg-raised p-3 text-sm text-text aria-[current]:border-accent"
    >
      <div className="-mt-2 -mr-2 flex items-center gap-2">
        <span
          aria-hidden
          className="size-2.5 shrink-0 rounded-full bg-muted"
          style={author.color ? { backgroundColor: author.color } : undefined}
        />
        <span className="flex min-w-0 grow items-baseline gap-2">
          <span className="min-w-0 truncate font-semibold">{isOwn ? t('you') : name}</span>
          <time
            dateTime={new Date(suggestion.at).toISOString()}
            title={format.dateTime(suggestion.at, { dateStyle: 'medium', timeStyle: 'short' })}
            className="shrink-0 text-xs text-muted"
          >
            {format.relativeTime(Math.min(suggestion.at, now.getTime()), now)}
          </time>
        </span>
        {mayDecide && <IconButton label={t('accept')} icon={<Check />} onClick={onAccept} />}
        {(mayDecide || isOwn) && (
          <IconButton label={mayDecide ? t('reject') : t('withdraw')} icon={<X />} onClick={onReject} />
        )}
      </div>
      <button
        type="button"
        onClick={onGo}
        className="block w-full rounded-sm text-left [overflow-wrap:anywhere]"
      >
        {suggestionLines(suggestion).map((line, index) => (
          <span key={index} className="block">
            <SuggestionWords line={line} />
          </span>
        ))}
      </button>
      {props.replies}
    </article>
  )
}
