'use client'
import { useTranslations } from 'next-intl'

import type { SharedPerson } from '#features/sharing/sharing-overview'

/** Who has opened the document and may still, with what they may do. */
export function PeopleList({ people }: { people: readonly SharedPerson[] }) {
  const t = useTranslations('sharing')
  return (
    <section className="pt-4">
      <h3 className="font-semibold">{t('people.title')}</h3>
      <ul className="mt-1">
        {people.map(({ id, name, role, isSelf }) => (
          <li key={id} className="flex items-baseline justify-between gap-3 py-1">
            <span className="min-w-0 truncate">
              {isSelf ? t('people.you', { name: name ?? t('people.nameless') }) : name}
            </span>
            <span className="shrink-0 text-muted">{t(`roles.${role}`)}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}
