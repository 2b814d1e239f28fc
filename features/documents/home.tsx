'use client'
import { useTranslations } from 'next-intl'

import { can } from '#access/roles'

export function Home() {
  const t = useTranslations('documents')
  return (
    <h1>
      {t('title')} {String(can('owner', 'read'))}
    </h1>
  )
}
