'use client'
import { ChevronDown } from 'lucide-react'
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
  /** Whether a press on an avatar leads to its person at once, where that can be, and the list opens beside them. */
  direct?: boolean
}

const ring = 'rounded-full border-2 border-surface'

/** Who is here: a row of avatars, and the list of everybody. Nothing while nobody is known. */
export function Avatars({ people, everybody = people, most = 4, actions, direct = false }: AvatarsProps) {
  const t = useTranslations('presence')
  const [open, setOpen] = useState(false)
  if (people.length === 0) return null
  const nameOf = ({ name, isSelf }: PersonHere) =>
    isSelf ? t('you', { name: name ?? t('somebody') }) : (name ?? t('somebody'))
  // The count takes the place of one, so that it never stands for a single person.
  const shown = people.length > most ? people.slice(0, most - 1) : people
  const rest = people.length - shown.length
  const leads = direct && actions !== undefined
  const goTo = (person: PersonHere) =>
    // Whoever is nowhere in the text is told so in the list.
    void actions?.goTo(person).then((isThere) => isThere || setOpen(true))
  const row = shown.map((person) => (
    <Tooltip key={person.id} label={leads ? t('goTo', { name: nameOf(person) }) : nameOf(person)}>
      {leads ? (
        <button
          type="button"
          aria-label={t('goTo', { name: nameOf(person) })}
          onClick={() => goTo(person)}
          className={`-ml-1.5 first:ml-0 hover:brightness-110 ${ring}`}
        >
          <Avatar {...person} />
        </button>
      ) : (
        <span className={`-ml-1.5 first:ml-0 ${ring}`}>
          <Avatar {...person} />
        </span>
      )}
    </Tooltip>
  ))
  return (
    <Popover open={open} onOpenChange={setOpen}>
      <span className="flex items-center">
        {leads && row}
        <PopoverTrigger>
          <button
            type="button"
            aria-label={t('here', {
              count: people.length,
              names: people.slice(0, 10).map(nameOf).join(', '),
            })}
            className={`flex h-target items-center justify-center rounded-full px-0.5 hover:bg-hover active:bg-active ${leads ? 'min-w-6 coarse:min-w-target' : 'min-w-target'}`}
          >
            {!leads && row}
            {rest > 0 && (
              <span className={`-ml-1.5 bg-surface ${ring}`}>
                <span className="grid h-7 min-w-7 place-items-center rounded-full bg-active px-1 text-xs font-semibold tabular-nums">
                  +{rest}
                </span>
              </span>
            )}
            {leads && rest === 0 && <ChevronDown aria-hidden className="size-4 text-muted" />}
          </button>
        </PopoverTrigger>
      </span>
      <PopoverContent aria-label={t('title')} className="max-h-96 overflow-y-auto p-2">
        <p className="px-2 pt-1 pb-2 text-xs font-semibold text-muted">{t('title')}</p>
        <PeopleList people={everybody} nameOf={nameOf} actions={actions} onDone={() => setOpen(false)} />
      </PopoverContent>
    </Popover>
  )
}
