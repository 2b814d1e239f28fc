'use client'
import { MessageSquareDiff } from 'lucide-react'
import { useTranslations } from 'next-intl'

import { Tooltip } from '#ui/tooltip'

type SuggestionsButtonProps = { count: number; open: boolean; onOpenChange: (open: boolean) => void }

/** Opens and closes the suggestions, and says how many there are. */
export function SuggestionsButton({ count, open, onOpenChange }: SuggestionsButtonProps) {
  const t = useTranslations('suggestions')
  const label = t('button', { count })
  return (
    <Tooltip label={label}>
      <button
        type="button"
        aria-label={label}
        aria-expanded={open}
        onClick={() => onOpenChange(!open)}
        className="relative inline-grid size-target shrink-0 place-items-center rounded-md text-text transition-colors hover:bg-hover active:bg-active aria-expanded:bg-accent-soft aria-expanded:text-accent-text"
      >
        <MessageSquareDiff aria-hidden className="size-[18px]" />
        {count > 0 && (
          <span
            aria-hidden
            className="absolute right-[calc(50%-1rem)] bottom-1/2 grid h-4 min-w-4 place-items-center rounded-full bg-accent px-1 text-[0.6875rem] leading-none font-semibold text-on-accent tabular-nums"
          >
            {count}
          </span>
        )}
      </button>
    </Tooltip>
  )
}
