'use client'
import type { LucideIcon } from 'lucide-react'
import type { Ref } from 'react'

import { Tooltip } from '#ui/tooltip'

type PanelButtonProps = {
  /** Says the count, too: the badge is for eyes alone. */
  label: string
  icon: LucideIcon
  open: boolean
  onOpenChange: (open: boolean) => void
  /** What stands at the icon's corner; none while null. */
  badge: string | null
  tone?: keyof typeof tones
  ref?: Ref<HTMLButtonElement> | undefined
}

const tones = {
  accent: 'bg-accent text-on-accent',
  comment: 'border border-line bg-comment text-text',
} as const

/** Opens and closes a panel of the page, with how much there is in it. */
export function PanelButton({
  label,
  icon: Icon,
  open,
  onOpenChange,
  badge,
  tone = 'accent',
  ref,
}: PanelButtonProps) {
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
        <Icon aria-hidden className="size-[18px]" />
        {badge !== null && (
          <span
            aria-hidden
            className={`absolute right-[calc(50%-1rem)] bottom-1/2 grid h-4 min-w-4 place-items-center rounded-full px-1 text-[0.6875rem] leading-none font-semibold tabular-nums ${tones[tone]}`}
          >
            {badge}
          </span>
        )}
      </button>
    </Tooltip>
  )
}
