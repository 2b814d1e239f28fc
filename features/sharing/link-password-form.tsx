'use client'
import { useTranslations } from 'next-intl'
import { useState, useTransition } from 'react'

import { openLink, type OpenedLink } from '#features/sharing/sharing-requests'
import { Button } from '#ui/button'
import { TextField } from '#ui/text-field'

/** Asks for the password of a link, and goes to its document without leaving the link in the history. */
export function LinkPasswordForm({ secret }: { secret: string }) {
  const t = useTranslations('sharing.opening.password')
  const [password, setPassword] = useState('')
  const [failure, setFailure] = useState<Exclude<OpenedLink['outcome'], 'opened'> | null>(null)
  const [busy, startTransition] = useTransition()
  const open = () =>
    startTransition(async () => {
      setFailure(null)
      const opened = await openLink(secret, password)
      if (opened.outcome === 'opened') window.location.replace(`/d/${opened.documentId}`)
      else setFailure(opened.outcome)
    })
  return (
    <form
      className="flex w-full max-w-xs flex-col gap-3 text-left"
      onSubmit={(event) => {
        event.preventDefault()
        if (password !== '' && !busy) open()
      }}
    >
      <TextField
        label={t('label')}
        type="password"
        autoComplete="off"
        value={password}
        onChange={(event) => setPassword(event.target.value)}
        error={failure === null ? undefined : t(`failed.${failure}`)}
      />
      <Button type="submit" variant="primary" size="large" disabled={busy || password === ''}>
        {t('open')}
      </Button>
    </form>
  )
}
