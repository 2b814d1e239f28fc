'use client'
import { useTranslations } from 'next-intl'
import { useState } from 'react'

import type { WaitingPerson } from '#features/sharing/access-request'
import { linkRoles, type LinkRole } from '#features/sharing/link-role'
import { answerRequest } from '#features/sharing/sharing-requests'
import { Button } from '#ui/button'
import { SelectField } from '#ui/select-field'

type WaitingPeopleProps = {
  requests: readonly WaitingPerson[]
  documentId: string
  change: (doIt: () => Promise<void>) => Promise<void>
}

/** Who asks to be let in, each with what they say and an answer. */
export function WaitingPeople({ requests, documentId, change }: WaitingPeopleProps) {
  const t = useTranslations('sharing.requests')
  if (requests.length === 0) return null
  return (
    <section className="py-4">
      <h3 className="font-semibold">{t('title')}</h3>
      <ul className="mt-2 flex flex-col gap-3">
        {requests.map((person) => (
          <li key={person.userId} className="rounded-md bg-accent-soft p-3">
            <Waiting
              person={person}
              onAnswer={(role) => void change(() => answerRequest(documentId, person.userId, role))}
            />
          </li>
        ))}
      </ul>
    </section>
  )
}

type WaitingProps = { person: WaitingPerson; onAnswer: (role: LinkRole | null) => void }

function Waiting({ person, onAnswer }: WaitingProps) {
  const t = useTranslations('sharing')
  const [role, setRole] = useState<LinkRole>('viewer')
  const { email, isConfirmed } = person
  // Who somebody is says no address that they could have made up.
  const name = person.name ?? (isConfirmed ? email : null) ?? t('requests.somebody')
  return (
    <>
      <p className="font-semibold break-words">{name}</p>
      <p className="text-xs break-words text-muted">
        {email === null ? t('requests.guest') : isConfirmed ? email : t('unconfirmed', { email })}
      </p>
      {person.message !== '' && (
        <p className="mt-2 max-h-40 overflow-y-auto break-words whitespace-pre-line">{person.message}</p>
      )}
      <div className="mt-3 flex flex-wrap items-center gap-2">
        <SelectField
          className="w-40 grow"
          label={t('requests.role', { name })}
          labelHidden
          value={role}
          options={linkRoles.map((value) => ({ value, name: t(`roles.${value}`) }))}
          onValueChange={setRole}
        />
        <Button variant="primary" aria-label={t('requests.grantTo', { name })} onClick={() => onAnswer(role)}>
          {t('requests.grant')}
        </Button>
        <Button variant="quiet" aria-label={t('requests.declineTo', { name })} onClick={() => onAnswer(null)}>
          {t('requests.decline')}
        </Button>
      </div>
    </>
  )
}
