'use client'
import { useTranslations } from 'next-intl'

import type { SharedPerson } from '#features/sharing/sharing-overview'

/** Whoever else has opened the document and may still, with what they may do. */
export function PeopleList({ people }: { people: readonly SharedPerson[] }) {
  const t = useTranslations('sharing')
  if (people.length === 0) return null
  return (
    <section className="pt-4">
      <h3 className="font-semibold">{t('people.title')}</h3>
      <ul className="mt-1">
        {people.map(({ id, name, role }) => (
          <li key={id} className="flex items-baseline justify-between gap-3 py-1">
            <span className="min-w-0 truncate">{name}</span>
            <span className="shrink-0 text-muted">{t(`roles.${role}`)}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}
