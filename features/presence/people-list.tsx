'use client'
import { useTranslations } from 'next-intl'
import { useState } from 'react'

import { Avatar } from '#features/presence/avatar.tsx'
import type { PersonHere } from '#features/presence/people-here'
import { Button } from '#ui/button'

/** What may be done with somebody in the list, where there is a text they may be in. */
export type PeopleActions = {
  /** False where they are nowhere in the text. */
  readonly goTo: (person: PersonHere) => Promise<boolean>
  readonly follow: (person: PersonHere) => void
}

type PeopleListProps = {
  people: readonly PersonHere[]
  nameOf: (person: PersonHere) => string
  actions?: PeopleActions | undefined
  /** After one that leads away from the list. */
  onDone: () => void
}

/** Everybody who is here. */
export function PeopleList({ people, nameOf, actions, onDone }: PeopleListProps) {
  const t = useTranslations('presence')
  const [missed, setMissed] = useState<PersonHere | null>(null)
  return (
    <>
      <ul>
        {people.map((person) => {
          const { id, isSelf, isIdle } = person
          const who = (
            <>
              <Avatar {...person} />
              <span className="min-w-0 grow truncate text-left">{nameOf(person)}</span>
              {isIdle && <span className="text-xs text-muted">{t('idle')}</span>}
            </>
          )
          if (!actions || isSelf) {
            return (
              <li key={id} className="flex items-center gap-2.5 px-2 py-1.5">
                {who}
              </li>
            )
          }
          return (
            <li key={id} className="flex items-center gap-1">
              <button
                type="button"
                title={t('goTo', { name: nameOf(person) })}
                onClick={() => {
                  void actions.goTo(person).then((isThere) => (isThere ? onDone() : setMissed(person)))
                }}
                className="flex min-h-target min-w-0 grow items-center gap-2.5 rounded-md px-2 py-1 hover:bg-hover active:bg-active"
              >
                {who}
              </button>
              <Button
                variant="quiet"
                aria-label={t('followPerson', { name: nameOf(person) })}
                onClick={() => {
                  actions.follow(person)
                  onDone()
                }}
              >
                {t('follow')}
              </Button>
            </li>
          )
        })}
      </ul>
      <p aria-live="polite" className={missed ? 'px-2 pt-2 text-xs text-muted' : 'sr-only'}>
        {missed && t('nowhere', { name: nameOf(missed) })}
      </p>
    </>
  )
}
