'use client'
import { useTranslations } from 'next-intl'
import { useState } from 'react'

import { askDeparture } from '#features/accounts/auth-requests'
import { DeleteAccountForm } from '#features/accounts/delete-account-form.tsx'
import type { DepartureOverview } from '#features/accounts/departure-overview'
import { Button } from '#ui/button'
import { Dialog } from '#ui/dialog'

type DeleteAccountProps = {
  email: string
  /** Whether the account has a password to prove by whose it is. */
  withPassword: boolean
  /** Before the page is left. */
  onDeleted: () => Promise<void>
}

/** Deletes one's own account, after saying what becomes of the documents. */
export function DeleteAccount({ email, withPassword, onDeleted }: DeleteAccountProps) {
  const t = useTranslations('accounts.delete')
  const common = useTranslations('common')
  const [open, setOpen] = useState(false)
  const [overview, setOverview] = useState<DepartureOverview | 'loading' | 'unread'>('loading')
  const begin = async () => {
    setOpen(true)
    setOverview('loading')
    setOverview((await askDeparture()) ?? 'unread')
  }
  return (
    <>
      <p className="mb-3 text-pretty text-muted">{t('text')}</p>
      <Button aria-haspopup="dialog" onClick={() => void begin()}>
        {t('begin')}
      </Button>
      <Dialog open={open} onOpenChange={setOpen} title={t('question')} closeLabel={common('close')}>
        {typeof overview === 'string' ? (
          <p role={overview === 'unread' ? 'alert' : 'status'} className="mt-2 text-muted">
            {t(overview)}
          </p>
        ) : (
          <DeleteAccountForm
            email={email}
            withPassword={withPassword}
            overview={overview}
            onCancel={() => setOpen(false)}
            onDeleted={async () => {
              await onDeleted()
              window.location.assign('/')
            }}
          />
        )}
      </Dialog>
    </>
  )
}
