'use client'
import { useTranslations } from 'next-intl'
import { useState, type ReactNode } from 'react'

import { GuestBadge } from '#features/guests/guest-badge.tsx'
import { GuestNameEditor } from '#features/guests/guest-name-editor.tsx'
import { useGuest } from '#features/guests/guest-profile-context.tsx'
import { Popover, PopoverContent, PopoverTrigger } from '#ui/popover'

/**
 * The guest's name; opens the popover in which it is changed, with whatever the page puts below that. Keeps its
 * place before the guest is known.
 */
export function GuestButton({
  compact = false,
  colorHere,
  children,
}: {
  compact?: boolean
  colorHere?: string | null
  children?: ReactNode
}) {
  const t = useTranslations('guests')
  const guest = useGuest()
  const [open, setOpen] = useState(false)
  if (!guest) return <span aria-hidden className={`h-target ${compact ? 'w-target' : 'w-28'}`} />
  return (
    <Popover open={open} onOpenChange={setOpen}>
      <PopoverTrigger>
        <button
          type="button"
          aria-label={t('you', { name: guest.name })}
          className="inline-flex min-h-target min-w-target items-center justify-center gap-2 rounded-md px-1 text-sm font-semibold transition-colors hover:bg-hover active:bg-active"
        >
          <GuestBadge name={guest.name} color={colorHere ?? guest.color} />
          {!compact && <span className="hidden max-w-40 truncate pr-1 desk:inline">{guest.name}</span>}
        </button>
      </PopoverTrigger>
      <PopoverContent aria-label={t('yourName')}>
        <GuestNameEditor guest={guest} colorHere={colorHere ?? guest.color} onDone={() => setOpen(false)} />
        {children}
      </PopoverContent>
    </Popover>
  )
}
