'use client'
import { useTranslations } from 'next-intl'
import { useRouter } from 'next/navigation'
import { useState, useTransition } from 'react'

import { restoreDocument } from '#features/documents/document-requests'
import { Button } from '#ui/button'

import { HomeHeader } from '../../home-header.tsx'
import { MessagePage } from '../../message-page.tsx'

/** In place of a document that its owner has put in the trash. */
export function TrashedPage({ documentId }: { documentId: string }) {
  const t = useTranslations('home.inTrash')
  const router = useRouter()
  const [failed, setFailed] = useState(false)
  const [busy, startTransition] = useTransition()
  const restore = () =>
    startTransition(async () => {
      setFailed(false)
      try {
        await restoreDocument(documentId)
        startTransition(() => router.refresh())
      } catch (error) {
        console.warn('The document could not be restored', error)
        setFailed(true)
      }
    })
  return (
    <div className="flex min-h-dvh flex-col">
      <HomeHeader />
      <MessagePage title={t('title')} text={t('text')}>
        <Button variant="primary" size="large" disabled={busy} onClick={restore}>
          {t('restore')}
        </Button>
        <p role="alert" className="w-full text-sm text-danger empty:hidden">
          {failed && t('failed')}
        </p>
      </MessagePage>
    </div>
  )
}
