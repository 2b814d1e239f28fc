'use client'
import { useTranslations } from 'next-intl'
import { useState } from 'react'

import { RoleRow } from '#features/sharing/role-row.tsx'
import { ShareWithForm, type SharedNote } from '#features/sharing/share-with-form.tsx'
import { ShownAddress } from '#features/sharing/shown-address.tsx'
import type { NamedPerson, SharedPerson } from '#features/sharing/sharing-overview'
import { makeOwner, removePerson, setPersonRole } from '#features/sharing/sharing-requests'

type NamedPeopleProps = {
  named: readonly NamedPerson[]
  /** Undefined where they have never opened it. */
  owner: SharedPerson | undefined
  documentId: string
  change: (doIt: () => Promise<void>) => Promise<void>
  /** Asks again who has access. */
  reload: () => Promise<void>
}

/** Giving roles to people by their e-mail address, and those who have one. */
export function NamedPeople({ named, owner, documentId, change, reload }: NamedPeopleProps) {
  const t = useTranslations('sharing.named')
  const sharing = useTranslations('sharing')
  const [note, setNote] = useState<SharedNote | null>(null)
  return (
    <section className="py-4">
      <h3 className="font-semibold">{t('title')}</h3>
      <ShareWithForm
        documentId={documentId}
        onShared={(shared) => {
          setNote(shared)
          void reload()
        }}
      />
      <output className="block">
        {note?.mailed && <span className="mt-2 block text-muted">{t('mailed', { email: note.email })}</span>}
      </output>
      {note && note.address !== null && (
        <ShownAddress
          key={note.address}
          label={t('address', { email: note.email })}
          hint={t('sendYourself')}
          address={note.address}
          onDone={() => setNote(null)}
        />
      )}
      <ul className="mt-2 flex flex-col empty:hidden">
        {owner && (
          <li className="flex items-baseline justify-between gap-3 border-b border-line py-2 last:border-0">
            <span className="min-w-0 truncate">
              {sharing('people.you', { name: owner.name ?? sharing('people.nameless') })}
            </span>
            <span className="shrink-0 text-muted">{sharing('roles.owner')}</span>
          </li>
        )}
        {named.map((person) => (
          <li key={person.id} className="border-b border-line py-2 last:border-0">
            <PersonRow person={person} documentId={documentId} change={change} />
          </li>
        ))}
      </ul>
    </section>
  )
}

function PersonRow({
  person,
  documentId,
  change,
}: { person: NamedPerson } & Pick<NamedPeopleProps, 'documentId' | 'change'>) {
  const t = useTranslations('sharing')
  const { id, role, mayOwn } = person
  const email =
    person.email === null || person.isConfirmed ? person.email : t('unconfirmed', { email: person.email })
  const name = person.name ?? email ?? t('named.nameless')
  const below = person.name === null ? t('named.notYet') : email
  return (
    <RoleRow
      role={role}
      roleLabel={t('links.roleOf', { name })}
      onRole={(next) => void change(() => setPersonRole(documentId, id, next))}
      removeLabel={t('named.remove', { name })}
      removal={{
        question: t('named.sure', { name }),
        now: t('named.removeNow'),
        onNow: () => void change(() => removePerson(documentId, id)),
      }}
      {...(mayOwn && {
        handOver: {
          name: t('named.makeOwner'),
          question: t('named.sureOwner', { name }),
          now: t('named.ownerNow'),
          onNow: () => void change(() => makeOwner(documentId, id)),
        },
      })}
      keep={t('named.keep')}
    >
      <p className="truncate" title={name}>
        {name}
      </p>
      <p className="truncate text-xs text-muted">{below}</p>
    </RoleRow>
  )
}
