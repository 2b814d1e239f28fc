'use client'
import { useTranslations } from 'next-intl'
import Link from 'next/link'
import { usePathname } from 'next/navigation'

const places = {
  people: '/admin',
  status: '/admin/status',
  log: '/admin/log',
  settings: '/admin/settings',
} as const

/** The pages there are for administrators. */
export function AdminPlaces() {
  const t = useTranslations('admin')
  const here = usePathname()
  return (
    <nav aria-label={t('nav')} className="mt-6 flex gap-1 border-b border-line">
      {(['people', 'status', 'log', 'settings'] as const).map((place) => (
        <Link
          key={place}
          href={places[place]}
          prefetch={false}
          aria-current={here === places[place] ? 'page' : undefined}
          className="inline-flex min-h-target items-center border-b-2 border-transparent px-2 text-sm font-semibold whitespace-nowrap text-muted desk:px-3 desk:text-base hover:text-text aria-[current=page]:border-accent aria-[current=page]:text-text"
        >
          {t(`places.${place}`)}
        </Link>
      ))}
    </nav>
  )
}
