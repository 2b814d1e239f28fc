'use client'
import { Eye, X } from 'lucide-react'
import { useTranslations } from 'next-intl'

import type { PersonHere } from '#features/presence/people-here'
import { inkOn } from '#ui/ink-on'

/** Around the page while it follows somebody, in their colour; says so, and stops it. */
export function FollowFrame({ person, onStop }: { person: PersonHere | null; onStop: () => void }) {
  const t = useTranslations('presence')
  const name = person ? (person.name ?? t('somebody')) : ''
  return (
    <>
      <span aria-live="polite" className="sr-only">
        {person && t('followingHow', { name })}
      </span>
      {person && (
        <div
          data-follow=""
          // The colour was checked against a pattern when it was read from the awareness.
          style={{ borderColor: person.color }}
          className="pointer-events-none fixed inset-0 z-30 border-3 print:hidden"
        >
          <button
            type="button"
            onClick={onStop}
            style={{ backgroundColor: person.color, color: inkOn(person.color) }}
            className="pointer-events-auto absolute bottom-0 left-1/2 flex min-h-target max-w-[80vw] -translate-x-1/2 items-center gap-2 rounded-t-md px-3 text-sm font-semibold"
          >
            <Eye aria-hidden className="size-4 shrink-0" />
            <span className="truncate">{t('following', { name })}</span>
            <span className="sr-only">{t('stop')}</span>
            <X aria-hidden className="size-4 shrink-0" />
          </button>
        </div>
      )}
    </>
  )
}
