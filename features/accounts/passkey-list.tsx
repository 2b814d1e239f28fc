'use client'
import { useTranslations } from 'next-intl'
import { useRouter } from 'next/navigation'
import { useState } from 'react'

import type { Passkey } from '#features/accounts/passkey'
import { addPasskey, type PasskeyFailure } from '#features/accounts/passkey-requests'
import { PasskeyRow } from '#features/accounts/passkey-row.tsx'
import { usePasskeysWork } from '#features/accounts/use-passkeys-work'
import { Button } from '#ui/button'

/** One's passkeys, and making one more. */
export function PasskeyList({ passkeys }: { passkeys: readonly Passkey[] }) {
  const t = useTranslations('accounts.passkeys')
  const failed = useTranslations('accounts.failed')
  const works = usePasskeysWork()
  const router = useRouter()
  const [failure, setFailure] = useState<PasskeyFailure | null>(null)
  const [busy, setBusy] = useState(false)
  const run = async (change: () => Promise<PasskeyFailure | null>) => {
    setBusy(true)
    setFailure(null)
    setFailure(await change())
    setBusy(false)
    router.refresh()
  }
  return (
    <>
      <p className="mb-3 text-pretty text-muted">{t('text')}</p>
      {passkeys.length > 0 && (
        <ul className="mb-3 divide-y divide-line rounded-lg border border-line bg-sheet">
          {passkeys.map((passkey) => (
            <li key={passkey.id} className="px-3 py-2">
              <PasskeyRow passkey={passkey} busy={busy} run={run} />
            </li>
          ))}
        </ul>
      )}
      {works === true && (
        <Button disabled={busy} onClick={() => void run(addPasskey)}>
          {t('add')}
        </Button>
      )}
      {works === false && <p className="text-sm text-muted">{t('unsupported')}</p>}
      {failure !== null && failure !== 'cancelled' && (
        <p role="alert" className="mt-2 text-sm text-danger">
          {failed(failure)}
        </p>
      )}
    </>
  )
}
