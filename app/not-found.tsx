import type { Metadata } from 'next'
import { useTranslations } from 'next-intl'
import { getTranslations } from 'next-intl/server'

import { LateDeadEndPage } from './late-pages.tsx'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('common'))('notFound.title') }
}

export default function NotFound() {
  const t = useTranslations('common.notFound')
  return <LateDeadEndPage title={t('title')} text={t('text')} />
}
