'use client'
import { LoaderCircle, Plus } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useRouter } from 'next/navigation'
import { useState, useTransition } from 'react'

import { createDocument, type NewDocumentFailure } from '#features/documents/create-request'
import { Button } from '#ui/button'

/** Makes a document, in a folder where one is given, and opens it; says beside itself when that does not work. */
export function NewDocumentButton({ folderId }: { folderId?: string | undefined }) {
  const t = useTranslations('documents')
  const router = useRouter()
  const [failure, setFailure] = useState<NewDocumentFailure | null>(null)
  const [busy, startTransition] = useTransition()

  const create = () =>
    startTransition(async () => {
      setFailure(null)
      const created = await createDocument(folderId === undefined ? {} : { folderId })
      if ('failure' in created) setFailure(created.failure)
      else startTransition(() => router.push(`/d/${created.id}`))
    })

  return (
    <div className="flex flex-col items-stretch gap-2 desk:items-start">
      <Button
        variant="primary"
        size="large"
        onClick={create}
        aria-disabled={busy}
        className={busy ? 'pointer-events-none' : ''}
      >
        {busy ? <LoaderCircle className="animate-spin" aria-hidden /> : <Plus aria-hidden />}
        {t('new')}
      </Button>
      <p role="alert" className="max-w-80 text-sm text-danger empty:hidden">
        {failure !== null && t(`newFailed.${failure}`)}
      </p>
    </div>
  )
}
