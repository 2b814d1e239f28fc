'use client'
import { useTranslations } from 'next-intl'
import { useId, useState, type ReactNode } from 'react'

import { deleteOwnAccount, type AuthFailure } from '#features/accounts/auth-requests'
import type { DepartureOverview } from '#features/accounts/departure-overview'
import { Button } from '#ui/button'
import { TextField } from '#ui/text-field'

type DeleteAccountFormProps = {
  email: string
  withPassword: boolean
  overview: DepartureOverview
  onCancel: () => void
  onDeleted: () => Promise<void>
}

/** What goes and what stays, the choice there is about it, and the proof that it is meant. */
export function DeleteAccountForm({
  email,
  withPassword,
  overview,
  onCancel,
  onDeleted,
}: DeleteAccountFormProps) {
  const t = useTranslations('accounts')
  const [handOver, setHandOver] = useState(true)
  const [failure, setFailure] = useState<AuthFailure | null>(null)
  const [busy, setBusy] = useState(false)
  const submit = async (fields: FormData) => {
    const proof = fields.get('proof')
    if (typeof proof !== 'string' || busy) return
    setBusy(true)
    setFailure(null)
    const failed = await deleteOwnAccount({
      ...(withPassword ? { password: proof } : { email: proof }),
      handOver: handOver && overview.withHeir > 0,
    })
    if (failed === null) return onDeleted()
    setFailure(failed)
    setBusy(false)
  }
  const ofProof = failure === 'wrongPassword' || failure === 'otherAddress'
  return (
    <form
      method="post"
      className="mt-2 flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault()
        void submit(new FormData(event.currentTarget))
      }}
    >
      <p>{t('delete.ownOnly', { count: overview.ownOnly })}</p>
      {overview.withoutHeir > 0 && <p>{t('delete.withoutHeir', { count: overview.withoutHeir })}</p>}
      {overview.withHeir > 0 && (
        <fieldset>
          <legend>{t('delete.heirs', { count: overview.withHeir })}</legend>
          <Heirs overview={overview} />
          <Choice checked={handOver} onChoose={() => setHandOver(true)}>
            <span className="block font-semibold">{t('delete.handOver', { count: overview.withHeir })}</span>
            <span className="block text-sm text-muted">
              {t('delete.handOverText', { count: overview.withHeir })}
            </span>
          </Choice>
          <Choice checked={!handOver} onChoose={() => setHandOver(false)}>
            <span className="block font-semibold">{t('delete.deleteAll', { count: overview.withHeir })}</span>
            <span className="block text-sm text-muted">
              {t('delete.deleteAllText', { count: overview.withHeir })}
            </span>
          </Choice>
        </fieldset>
      )}
      <p className="text-sm text-muted">{t('delete.staying')}</p>
      {withPassword && <input hidden readOnly autoComplete="username" value={email} />}
      <TextField
        label={t(withPassword ? 'delete.password' : 'delete.email')}
        name="proof"
        type={withPassword ? 'password' : 'email'}
        autoComplete={withPassword ? 'current-password' : 'off'}
        required
        error={ofProof ? t(`failed.${failure}`) : undefined}
      />
      {failure !== null && !ofProof && (
        <p role="alert" className="text-sm text-danger">
          {t(`failed.${failure}`)}
        </p>
      )}
      <div className="mt-2 flex flex-wrap justify-end gap-2">
        <Button variant="quiet" onClick={onCancel}>
          {t('delete.cancel')}
        </Button>
        <Button type="submit" variant="danger" disabled={busy}>
          {t('delete.confirm')}
        </Button>
      </div>
    </form>
  )
}

function Choice({
  checked,
  onChoose,
  children,
}: {
  checked: boolean
  onChoose: () => void
  children: ReactNode
}) {
  const id = useId()
  return (
    <div className="mt-2 flex items-start gap-2">
      <input
        id={id}
        type="radio"
        name="documents"
        className="mt-1 size-4 shrink-0 accent-accent"
        checked={checked}
        onChange={onChoose}
      />
      <label htmlFor={id}>{children}</label>
    </div>
  )
}

function Heirs({ overview: { heirs, withHeir } }: { overview: DepartureOverview }) {
  const t = useTranslations('accounts.delete')
  return (
    <ul className="mt-1 max-h-32 overflow-y-auto text-sm text-muted">
      {heirs.map(({ id, title, name }) => (
        <li key={id}>{t('heir', { title: title ?? t('untitled'), name })}</li>
      ))}
      {withHeir > heirs.length && <li>{t('more', { count: withHeir - heirs.length })}</li>}
    </ul>
  )
}
