import { useTranslations } from 'next-intl'
import Link from 'next/link'

import { Button } from '#ui/button'

import { HomeHeader } from '../../home-header.tsx'
import { MessagePage } from '../../message-page.tsx'
import { ForgetLocalCopy } from './forget-local-copy.tsx'

export default function DocumentNotFound() {
  const t = useTranslations('documents')
  const common = useTranslations('common')
  return (
    <div className="flex min-h-dvh flex-col">
      <HomeHeader />
      <MessagePage title={t('problems.gone.title')} text={t('problems.gone.text')}>
        <Button variant="primary" size="large" asChild>
          <Link href="/">{common('toDocuments')}</Link>
        </Button>
      </MessagePage>
      <ForgetLocalCopy />
    </div>
  )
}
