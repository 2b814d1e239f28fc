'use client'
import { useFormatter, useTranslations } from 'next-intl'
import { useRouter } from 'next/navigation'
import { useState } from 'react'

import { changeSecret, type AdminOutcome } from '#features/admin/admin-requests'
import { Button } from '#ui/button'
import { Dialog } from '#ui/dialog'
import { useReaderZone } from '#ui/use-reader-zone'

/** Changes the secret that the servers share while they run; not where it stands in the environment. */
export function SecretSection({ changedAt, isKept }: { changedAt: number | null; isKept: boolean }) {
  const t = useTranslations('admin.secret')
  const failed = useTranslations('admin.failed')
  const common = useTranslations('common')
  const format = useFormatter()
  const zone = useReaderZone()
  const router = useRouter()
  const [asking, setAsking] = useState(false)
  const [busy, setBusy] = useState(false)
  const [outcome, setOutcome] = useState<AdminOutcome | null>(null)
  const change = async () => {
    setAsking(false)
    setBusy(true)
    setOutcome(await changeSecret())
    setBusy(false)
    router.refresh()
  }
  return (
    <section className="mt-6">
      <h2 className="font-semibold">{t('title')}</h2>
      <p className="mt-1 text-pretty text-muted">{t('text')}</p>
      {changedAt !== null && (
        <p className="mt-1 text-muted">
          {t('changed', { date: format.dateTime(changedAt, { dateStyle: 'medium', ...zone }) })}
        </p>
      )}
      {isKept ? (
        <Button className="mt-3" disabled={busy} onClick={() => setAsking(true)}>
          {t('change')}
        </Button>
      ) : (
        <p className="mt-1 text-pretty">{t('inEnvironment')}</p>
      )}
      <output className="mt-2 block text-sm text-success">
        {outcome && 'count' in outcome && t('done')}
      </output>
      {outcome && 'failure' in outcome && (
        <p role="alert" className="text-sm text-danger">
          {failed(outcome.failure)}
        </p>
      )}
      <Dialog
        open={asking}
        onOpenChange={setAsking}
        title={t('ask')}
        description={t('askText')}
        closeLabel={common('close')}
        actions={
          <>
            <Button variant="quiet" onClick={() => setAsking(false)}>
              {t('cancel')}
            </Button>
            <Button variant="primary" onClick={() => void change()}>
              {t('change')}
            </Button>
          </>
        }
      />
    </section>
  )
}
