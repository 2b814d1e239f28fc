'use client'
import { LoaderCircle, Plus } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useRouter } from 'next/navigation'
import { useState, useTransition } from 'react'

import { Button } from '#ui/button'

type Failure = 'serverBusy' | 'unreachable' | 'unknown'

/** Makes a document and opens it; says beside itself when that does not work. */
export function NewDocumentButton() {
  const t = useTranslations('documents')
  const router = useRouter()
  const [failure, setFailure] = useState<Failure | null>(null)
  const [busy, startTransition] = useTransition()

  const create = () =>
    startTransition(async () => {
      setFailure(null)
      const created = await createDocument()
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

async function createDocument(): Promise<{ id: string } | { failure: Failure }> {
  try {
    const response = await fetch('/api/documents', { method: 'POST' })
    if (response.ok) return (await response.json()) as { id: string }
    return { failure: response.status === 503 ? 'serverBusy' : 'unknown' }
  } catch (error) {
    console.warn('The server was not reached', error)
    return { failure: 'unreachable' }
  }
}
