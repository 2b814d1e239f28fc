'use client'
import { MessageSquare } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { Ref } from 'react'

import { Tooltip } from '#ui/tooltip'

type ChatButtonProps = {
  unread: number
  open: boolean
  onOpenChange: (open: boolean) => void
  ref?: Ref<HTMLButtonElement>
}

/** Opens and closes the chat, and says how much in it has not been read. */
export function ChatButton({ unread, open, onOpenChange, ref }: ChatButtonProps) {
  const t = useTranslations('chat')
  const label = unread > 0 && !open ? t('buttonUnread', { count: unread }) : t('title')
  return (
    <Tooltip label={label}>
      <button
        ref={ref}
        type="button"
        aria-label={label}
        aria-expanded={open}
        onClick={() => onOpenChange(!open)}
        className="relative inline-grid size-target shrink-0 place-items-center rounded-md text-text transition-colors hover:bg-hover active:bg-active aria-expanded:bg-accent-soft aria-expanded:text-accent-text"
      >
        <MessageSquare aria-hidden className="size-[18px]" />
        {unread > 0 && !open && (
          <span
            aria-hidden
            className="absolute right-[calc(50%-1rem)] bottom-1/2 grid h-4 min-w-4 place-items-center rounded-full bg-accent px-1 text-[0.6875rem] leading-none font-semibold text-on-accent tabular-nums"
          >
            {unread}
          </span>
        )}
      </button>
    </Tooltip>
  )
}
