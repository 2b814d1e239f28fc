'use client'
import { Fingerprint } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useEffect, useState } from 'react'

import { keepOfferingPasskeys } from '#features/accounts/keep-offering-passkeys'
import { signInByPasskey, type PasskeyFailure } from '#features/accounts/passkey-requests'
import { usePasskeysWork } from '#features/accounts/use-passkeys-work'
import { Button } from '#ui/button'

/** Signing in with a passkey: by a button, or where the browser offers it beside names it remembers. */
export function PasskeySignIn({ next }: { next: string }) {
  const t = useTranslations('accounts')
  const works = usePasskeysWork()
  const [failure, setFailure] = useState<PasskeyFailure | null>(null)
  const [busy, setBusy] = useState(false)
  useEffect(() => {
    // What waits in the background makes room for the button, and begins anew after it.
    if (works !== true || busy) return undefined
    return keepOfferingPasskeys({ onSignedIn: () => window.location.assign(next), onFailure: setFailure })
  }, [works, busy, next])
  if (works !== true) return null
  const signIn = async () => {
    setBusy(true)
    setFailure(null)
    const failed = await signInByPasskey()
    if (failed === null) return window.location.assign(next)
    setFailure(failed)
    setBusy(false)
  }
  return (
    <div className="mt-3 flex flex-col">
      <Button size="large" disabled={busy} onClick={() => void signIn()}>
        <Fingerprint aria-hidden />
        {t('signIn.withPasskey')}
      </Button>
      {failure !== null && failure !== 'cancelled' && (
        <p role="alert" className="mt-2 text-sm text-danger">
          {t(`failed.${failure}`)}
        </p>
      )}
    </div>
  )
}
