'use client'
import { useTranslations } from 'next-intl'
import { useState, useTransition } from 'react'

import { linkRoles, type LinkRole } from '#features/sharing/link-role'
import { shareWith, type NamingFailure } from '#features/sharing/sharing-requests'
import { Button } from '#ui/button'
import { SelectField } from '#ui/select-field'
import { TextField } from '#ui/text-field'

/** What came of it, to be said: either a mail is on its way, or here is what to send. */
export type SharedNote = { readonly email: string; readonly mailed: boolean; readonly address: string | null }

type ShareWithFormProps = { documentId: string; onShared: (note: SharedNote) => void }

/** An e-mail address and what it is given. An address that has a role already is told again. */
export function ShareWithForm({ documentId, onShared }: ShareWithFormProps) {
  const t = useTranslations('sharing')
  const [email, setEmail] = useState('')
  const [role, setRole] = useState<LinkRole>('editor')
  const [failure, setFailure] = useState<NamingFailure | null>(null)
  const [busy, startTransition] = useTransition()
  const share = () =>
    startTransition(async () => {
      setFailure(null)
      const shared = await shareWith(documentId, { email: email.trim(), role })
      if (shared.outcome !== 'shared') return setFailure(shared.outcome)
      onShared({ email: email.trim(), mailed: shared.mailed, address: shared.address })
      setEmail('')
    })
  return (
    <form
      className="mt-2 flex flex-col gap-2"
      aria-label={t('named.title')}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        if (email.trim() !== '' && !busy) share()
      }}
    >
      <div className="flex items-start gap-2">
        <TextField
          className="min-w-0 grow"
          label={t('named.email')}
          labelHidden
          placeholder={t('named.email')}
          type="email"
          inputMode="email"
          autoComplete="off"
          maxLength={254}
          value={email}
          onChange={(event) => {
            setEmail(event.target.value)
            setFailure(null)
          }}
          error={failure === null ? undefined : t(`named.failed.${failure}`)}
        />
        <Button type="submit" aria-disabled={busy || email.trim() === ''}>
          {t('named.add')}
        </Button>
      </div>
      {email.trim() !== '' && (
        <SelectField
          label={t('named.role')}
          labelHidden
          value={role}
          options={linkRoles.map((value) => ({ value, name: t(`roles.${value}`) }))}
          onValueChange={setRole}
        />
      )}
    </form>
  )
}
