'use client'
import { MessagesSquare } from 'lucide-react'
import { useTranslations } from 'next-intl'

import { Tooltip } from '#ui/tooltip'

type CommentsButtonProps = {
  /** Open threads. */
  count: number
  open: boolean
  onOpenChange: (open: boolean) => void
}

/** Opens and closes the list of comments, and says how many threads are open. */
export function CommentsButton({ count, open, onOpenChange }: CommentsButtonProps) {
  const t = useTranslations('comments')
  const label = count > 0 ? t('buttonOpen', { count }) : t('title')
  return (
    <Tooltip label={label}>
      <button
        type="button"
        aria-label={label}
        aria-expanded={open}
        onClick={() => onOpenChange(!open)}
        className="relative inline-grid size-target shrink-0 place-items-center rounded-md text-text transition-colors hover:bg-hover active:bg-active aria-expanded:bg-accent-soft aria-expanded:text-accent-text"
      >
        <MessagesSquare aria-hidden className="size-[18px]" />
        {count > 0 && (
          <span
            aria-hidden
            className="absolute right-[calc(50%-1rem)] bottom-1/2 grid h-4 min-w-4 place-items-center rounded-full border border-line bg-comment px-1 text-[0.6875rem] leading-none font-semibold text-text tabular-nums"
          >
            {count > 99 ? '99+' : count}
          </span>
        )}
      </button>
    </Tooltip>
  )
}
