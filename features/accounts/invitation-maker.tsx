'use client'
import { useTranslations } from 'next-intl'
import { useState } from 'react'

import { makeInvitation } from '#features/accounts/auth-requests'
import { Button } from '#ui/button'
import { TextField } from '#ui/text-field'

/** For administrators: a link by which one more person can make an account. */
export function InvitationMaker() {
  const t = useTranslations('accounts.invitations')
  const [link, setLink] = useState<string | null>(null)
  const [failed, setFailed] = useState(false)
  const make = async () => {
    const made = await makeInvitation()
    setLink(made)
    setFailed(made === null)
  }
  return (
    <>
      <p className="mb-3 text-muted">{t('text')}</p>
      {link !== null && (
        <TextField
          className="mb-3"
          label={t('link')}
          hint={t('once')}
          readOnly
          value={link}
          onFocus={(event) => event.target.select()}
        />
      )}
      {failed && (
        <p role="alert" className="mb-3 text-sm text-danger">
          {t('failed')}
        </p>
      )}
      <Button onClick={() => void make()}>{t('make')}</Button>
    </>
  )
}
