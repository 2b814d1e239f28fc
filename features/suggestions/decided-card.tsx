'use client'
import { Check, Undo2, X } from 'lucide-react'
import { useFormatter, useNow, useTranslations } from 'next-intl'
import type { ReactNode } from 'react'

import type { SuggestionDecision } from '#features/suggestions/suggestion-decision'
import { SuggestionWords } from '#features/suggestions/suggestion-words.tsx'

type DecidedCardProps = {
  decision: SuggestionDecision
  /** Of who made the suggestion. */
  author: string
  /** Null where nobody knows any more. */
  decidedBy: string | null
  /** In ms since the epoch. */
  at: number
  replies: ReactNode
}

const icons = { accepted: Check, rejected: X, withdrawn: Undo2 }

/** A suggestion that does not stand in the text any more: whose it was, what it was, and what became of it. */
export function DecidedCard({ decision, author, decidedBy, at, replies }: DecidedCardProps) {
  const t = useTranslations('suggestions')
  const format = useFormatter()
  const now = useNow({ updateInterval: 60_000 })
  const { outcome, lines } = decision
  const Icon = icons[outcome]
  return (
    <article
      data-decided-card=""
      aria-label={t('card', { name: author })}
      className="rounded-lg border border-line bg-raised p-3 text-sm text-text"
    >
      <p className="truncate font-semibold">{author}</p>
      {lines.map((line, index) => (
        <p key={index} className="[overflow-wrap:anywhere]">
          <SuggestionWords line={line} />
        </p>
      ))}
      <p className="flex items-center gap-1 text-xs text-muted">
        <Icon aria-hidden className="size-3.5 shrink-0" />
        <span className="min-w-0 truncate">
          {t(`decided.${outcome}`, { name: decidedBy ?? t('decided.somebody') })}
        </span>
        <time
          dateTime={new Date(at).toISOString()}
          title={format.dateTime(at, { dateStyle: 'medium', timeStyle: 'short' })}
          className="shrink-0"
        >
          {format.relativeTime(Math.min(at, now.getTime()), now)}
        </time>
      </p>
      {replies}
    </article>
  )
}
