'use client'
import { KeyRound, Pencil } from 'lucide-react'
import { useFormatter, useTranslations } from 'next-intl'
import { useState, type KeyboardEvent } from 'react'

import type { AuthFailure } from '#features/accounts/auth-requests'
import { maxPasskeyNameLength, type Passkey } from '#features/accounts/passkey'
import { removePasskey, renamePasskey } from '#features/accounts/passkey-requests'
import { Button } from '#ui/button'
import { IconButton } from '#ui/icon-button'
import { TextField } from '#ui/text-field'
import { useReaderZone } from '#ui/use-reader-zone'

type PasskeyRowProps = {
  passkey: Passkey
  busy: boolean
  run: (change: () => Promise<AuthFailure | null>) => Promise<void>
}

/** Once, when it comes: what was clicked is gone by then. */
const focus = (element: HTMLElement | null) => element?.focus()

/** A passkey with its name, which can be changed in place, and the way to be rid of it. */
export function PasskeyRow({ passkey: { id, name, addedAt }, busy, run }: PasskeyRowProps) {
  const t = useTranslations('accounts.passkeys')
  const format = useFormatter()
  const zone = useReaderZone()
  const [doing, setDoing] = useState<'renaming' | 'removing' | null>(null)
  const shown = name || t('unnamed')
  const close = () => setDoing(null)
  const closeOnEscape = (event: KeyboardEvent) => event.key === 'Escape' && close()
  if (doing === 'renaming') {
    const save = (form: FormData) => {
      const wanted = form.get('passkey')
      close()
      if (typeof wanted === 'string' && wanted.trim() !== '') void run(() => renamePasskey(id, wanted))
    }
    return (
      <form action={save} className="flex gap-2">
        <TextField
          className="grow"
          label={t('name')}
          labelHidden
          name="passkey"
          defaultValue={shown}
          maxLength={maxPasskeyNameLength}
          autoComplete="off"
          required
          ref={focus}
          onKeyDown={closeOnEscape}
        />
        <Button type="submit" variant="primary">
          {t('save')}
        </Button>
      </form>
    )
  }
  if (doing === 'removing') {
    return (
      <>
        <p>{t('sure', { name: shown })}</p>
        <div className="mt-2 flex justify-end gap-2">
          <Button variant="quiet" ref={focus} onKeyDown={closeOnEscape} onClick={close}>
            {t('keep')}
          </Button>
          <Button
            variant="danger"
            disabled={busy}
            onKeyDown={closeOnEscape}
            onClick={() => void run(() => removePasskey(id)).then(close)}
          >
            {t('removeNow')}
          </Button>
        </div>
      </>
    )
  }
  return (
    <div className="flex min-h-10 items-center gap-3">
      <KeyRound aria-hidden className="size-5 shrink-0 text-muted" />
      <span className="min-w-0 grow">
        <span className="block font-semibold break-words">{shown}</span>
        {addedAt !== null && (
          <span className="block text-sm text-muted">
            {t('since', { date: format.dateTime(addedAt, { dateStyle: 'medium', ...zone }) })}
          </span>
        )}
      </span>
      <IconButton
        label={t('rename', { name: shown })}
        icon={<Pencil />}
        disabled={busy}
        onClick={() => setDoing('renaming')}
      />
      <Button
        variant="quiet"
        disabled={busy}
        aria-label={t('removeThis', { name: shown })}
        onClick={() => setDoing('removing')}
      >
        {t('remove')}
      </Button>
    </div>
  )
}
