'use client'
import { KeyRound } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'

import { beginSingleSignOn } from '#features/accounts/auth-requests'
import { Button } from '#ui/button'

/** To the provider of accounts and back. */
export function SingleSignOnButton({ name, next }: { name: string; next: string }) {
  const t = useTranslations('accounts')
  const [busy, setBusy] = useState(false)
  const [failed, setFailed] = useState(false)
  const go = async () => {
    setBusy(true)
    setFailed(false)
    const address = await beginSingleSignOn(next)
    if (address !== null) return window.location.assign(address)
    setBusy(false)
    setFailed(true)
  }
  return (
    <div className="mb-6 flex flex-col border-b border-line pb-6">
      <Button size="large" disabled={busy} onClick={() => void go()}>
        <KeyRound aria-hidden />
        {t('signIn.with', { name })}
      </Button>
      {failed && (
        <p role="alert" className="mt-2 text-sm text-danger">
          {t('failed.unreachable')}
        </p>
      )}
    </div>
  )
}
