'use client'
import { useTranslations } from 'next-intl'
import { useState } from 'react'

import { Avatar } from '#features/presence/avatar.tsx'
import type { PersonHere } from '#features/presence/people-here'
import { PeopleList, type PeopleActions } from '#features/presence/people-list.tsx'
import { Popover, PopoverContent, PopoverTrigger } from '#ui/popover'
import { Tooltip } from '#ui/tooltip'

type AvatarsProps = {
  people: readonly PersonHere[]
  /** In the list that opens, where the row leaves somebody out who is shown beside it. */
  everybody?: readonly PersonHere[]
  /** How many are shown before the rest becomes a count. */
  most?: number
  actions?: PeopleActions | undefined
}

/** Who is here: a row of avatars, which opens the list of everybody. Nothing while nobody is known. */
export function Avatars({ people, everybody = people, most = 4, actions }: AvatarsProps) {
  const t = useTranslations('presence')
  const [open, setOpen] = useState(false)
  if (people.length === 0) return null
  const nameOf = ({ name, isSelf }: PersonHere) =>
    isSelf ? t('you', { name: name ?? t('somebody') }) : (name ?? t('somebody'))
  // The count takes the place of one, so that it never stands for a single person.
  const shown = people.length > most ? people.slice(0, most - 1) : people
  const rest = people.length - shown.length
  return (
    <Popover open={open} onOpenChange={setOpen}>
      <PopoverTrigger>
        <button
          type="button"
          aria-label={t('here', { count: people.length, names: people.slice(0, 10).map(nameOf).join(', ') })}
          className="flex h-target min-w-target items-center justify-center rounded-full px-0.5 hover:bg-hover active:bg-active"
        >
          {shown.map((person) => (
            <Tooltip key={person.id} label={nameOf(person)}>
              <span className="-ml-1.5 rounded-full border-2 border-surface first:ml-0">
                <Avatar {...person} />
              </span>
            </Tooltip>
          ))}
          {rest > 0 && (
            <span className="-ml-1.5 rounded-full border-2 border-surface bg-surface">
              <span className="grid h-7 min-w-7 place-items-center rounded-full bg-active px-1 text-xs font-semibold tabular-nums">
                +{rest}
              </span>
            </span>
          )}
        </button>
      </PopoverTrigger>
      <PopoverContent aria-label={t('title')} className="max-h-96 overflow-y-auto p-2">
        <p className="px-2 pt-1 pb-2 text-xs font-semibold text-muted">{t('title')}</p>
        <PeopleList people={everybody} nameOf={nameOf} actions={actions} onDone={() => setOpen(false)} />
      </PopoverContent>
    </Popover>
  )
}
