import { useTranslations } from 'next-intl'
import Link from 'next/link'

import { Button } from '#ui/button'

import { HomeHeader } from '../../home-header.tsx'
import { MessagePage } from '../../message-page.tsx'

/** In place of a document that this person may not open. */
export function NoAccess() {
  const t = useTranslations('documents')
  const common = useTranslations('common')
  return (
    <div className="flex min-h-dvh flex-col">
      <HomeHeader />
      <MessagePage title={t('problems.forbidden.title')} text={t('problems.forbidden.text')}>
        <Button variant="primary" size="large" asChild>
          <Link href="/">{common('toDocuments')}</Link>
        </Button>
      </MessagePage>
    </div>
  )
}
