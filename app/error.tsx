'use client'
import { useTranslations } from 'next-intl'
import { useEffect } from 'react'

import { Button } from '#ui/button'

import { LateHomeHeader } from './late-pages.tsx'
import { MessagePage } from './message-page.tsx'

/** Where a page fails, in the browser or on the server. The server's log has the cause. */
export default function ErrorPage({ error, retry }: { error: unknown; retry: () => void }) {
  const t = useTranslations('common')
  useEffect(() => console.error(error), [error])
  return (
    <div className="flex min-h-dvh flex-col">
      <LateHomeHeader />
      <MessagePage title={t('failed.title')} text={t('failed.text')}>
        <Button size="large" asChild>
          {/* A full load: what the page had in memory may be what is broken. */}
          {/* oxlint-disable-next-line nextjs/no-html-link-for-pages */}
          <a href="/">{t('toDocuments')}</a>
        </Button>
        <Button variant="primary" size="large" onClick={retry}>
          {t('tryAgain')}
        </Button>
      </MessagePage>
    </div>
  )
}
