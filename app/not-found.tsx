import type { Metadata } from 'next'
import { useTranslations } from 'next-intl'
import { getTranslations } from 'next-intl/server'
import Link from 'next/link'

import { Button } from '#ui/button'

import { HomeHeader } from './home-header.tsx'
import { MessagePage } from './message-page.tsx'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('common'))('notFound.title') }
}

export default function NotFound() {
  const t = useTranslations('common')
  return (
    <div className="flex min-h-dvh flex-col">
      <HomeHeader />
      <MessagePage title={t('notFound.title')} text={t('notFound.text')}>
        <Button variant="primary" size="large" asChild>
          <Link href="/">{t('toDocuments')}</Link>
        </Button>
      </MessagePage>
    </div>
  )
}
