'use client'
import { MonitorSmartphone } from 'lucide-react'
import { useFormatter, useTranslations } from 'next-intl'
import { useRouter } from 'next/navigation'
import { useState } from 'react'

import { endOtherSessions, endSession } from '#features/accounts/auth-requests'
import type { OpenSession } from '#features/accounts/open-session'
import { Button } from '#ui/button'
import { useReaderZone } from '#ui/use-reader-zone'

/** Where one is signed in; what one does not know can be ended. */
export function SessionList({ sessions }: { sessions: readonly OpenSession[] }) {
  const t = useTranslations('accounts.sessions')
  const format = useFormatter()
  const zone = useReaderZone()
  const router = useRouter()
  const [busy, setBusy] = useState(false)
  const [failed, setFailed] = useState(false)
  const end = async (run: () => Promise<boolean>) => {
    setBusy(true)
    setFailed(!(await run()))
    setBusy(false)
    router.refresh()
  }
  return (
    <>
      <ul className="divide-y divide-line rounded-lg border border-line bg-sheet">
        {sessions.map(({ id, device, signedInAt, isCurrent }) => (
          <li key={id} className="flex min-h-14 items-center gap-3 px-3 py-2">
            <MonitorSmartphone aria-hidden className="size-5 shrink-0 text-muted" />
            <span className="min-w-0 grow">
              <span className="block font-semibold">{device || t('unknown')}</span>
              <span className="block text-sm text-muted">
                {isCurrent
                  ? t('current')
                  : t('since', {
                      date: format.dateTime(signedInAt, { dateStyle: 'medium', timeStyle: 'short', ...zone }),
                    })}
              </span>
            </span>
            {!isCurrent && (
              <Button
                variant="quiet"
                disabled={busy}
                aria-label={t('endThis', { device: device || t('unknown') })}
                onClick={() => void end(() => endSession(id))}
              >
                {t('end')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {failed && (
        <p role="alert" className="mt-2 text-sm text-danger">
          {t('failed')}
        </p>
      )}
      {sessions.length > 2 && (
        <Button
          className="mt-3"
          disabled={busy}
          onClick={() => void end(async () => (await endOtherSessions()) === null)}
        >
          {t('endOthers')}
        </Button>
      )}
    </>
  )
}
