'use client'
import { useTranslations } from 'next-intl'
import { useState } from 'react'

import { askForConfirmation, type AuthFailure } from '#features/accounts/auth-requests'
import { Button } from '#ui/button'

type AddressUnconfirmedProps = {
  email: string
  /** Whether this server sends mails; else their text is in its log. */
  mails: boolean
}

/** What it means that nobody has shown yet whose an address is, and how to show it. */
export function AddressUnconfirmed({ email, mails }: AddressUnconfirmedProps) {
  const t = useTranslations('accounts.confirmation')
  const failed = useTranslations('accounts.failed')
  const [busy, setBusy] = useState(false)
  const [answer, setAnswer] = useState<AuthFailure | 'sent' | null>(null)
  const ask = async () => {
    setBusy(true)
    setAnswer((await askForConfirmation()) ?? 'sent')
    setBusy(false)
  }
  return (
    <div className="mt-4 rounded-lg border border-line bg-sheet p-3">
      <p className="text-pretty">{t('waiting')}</p>
      {answer !== 'sent' && (
        <Button className="mt-2" disabled={busy} onClick={() => void ask()}>
          {t('ask')}
        </Button>
      )}
      <output className="block">
        {answer === 'sent' && (
          <span className="mt-2 block text-muted">{mails ? t('sent', { email }) : t('logged')}</span>
        )}
      </output>
      {answer !== null && answer !== 'sent' && (
        <p role="alert" className="mt-2 text-sm text-danger">
          {failed(answer)}
        </p>
      )}
    </div>
  )
}
