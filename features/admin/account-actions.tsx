'use client'
import { useTranslations } from 'next-intl'
import { useRouter } from 'next/navigation'
import { useState } from 'react'

import {
  changeAccount,
  giveDocuments,
  signOutEverywhere,
  type AdminOutcome,
} from '#features/admin/admin-requests'
import type { AdministeredAccount } from '#features/admin/administered-account'
import { Button } from '#ui/button'
import { TextField } from '#ui/text-field'

type AccountActionsProps = { account: AdministeredAccount; isSelf: boolean }

/** What can be done about somebody's account; not suspending oneself, nor giving up being administrator. */
export function AccountActions({ account, isSelf }: AccountActionsProps) {
  const t = useTranslations('admin')
  const router = useRouter()
  const [busy, setBusy] = useState(false)
  const [outcome, setOutcome] = useState<AdminOutcome | null>(null)
  const { id, suspendedAt, isAdmin, quotaMb } = account
  const run = async (action: () => Promise<AdminOutcome>) => {
    setBusy(true)
    setOutcome(null)
    setOutcome(await action())
    setBusy(false)
    router.refresh()
  }
  const saveQuota = (form: FormData) => {
    const text = textOf(form, 'quota')
    void run(() => changeAccount(id, { quotaMb: text === '' ? null : Number(text) }))
  }
  return (
    <div className="mt-3 flex flex-col gap-3 pb-2">
      <div className="flex flex-wrap gap-2">
        {!isSelf && (
          <>
            <Button
              variant={suspendedAt === null ? 'danger' : 'secondary'}
              disabled={busy}
              onClick={() => void run(() => changeAccount(id, { suspended: suspendedAt === null }))}
            >
              {t(suspendedAt === null ? 'actions.suspend' : 'actions.unsuspend')}
            </Button>
            <Button disabled={busy} onClick={() => void run(() => changeAccount(id, { isAdmin: !isAdmin }))}>
              {t(isAdmin ? 'actions.endAdmin' : 'actions.makeAdmin')}
            </Button>
          </>
        )}
        <Button disabled={busy} onClick={() => void run(() => signOutEverywhere(id))}>
          {t('actions.signOut')}
        </Button>
      </div>
      {!isSelf && suspendedAt === null && (
        <p className="text-sm text-pretty text-muted">{t('actions.suspendText')}</p>
      )}
      <form action={saveQuota} className="flex items-start gap-2">
        <TextField
          className="w-40"
          label={t('actions.quota')}
          hint={t('actions.quotaHint')}
          name="quota"
          type="number"
          min={0}
          step={1}
          defaultValue={quotaMb ?? ''}
        />
        <Button type="submit" disabled={busy} className="mt-6">
          {t('actions.saveQuota')}
        </Button>
      </form>
      <form
        action={(form) => void run(() => giveDocuments(id, textOf(form, 'to')))}
        className="flex items-start gap-2"
      >
        <TextField
          className="grow"
          label={t('actions.reassign')}
          hint={t('actions.reassignHint')}
          name="to"
          type="email"
          autoComplete="off"
          required
        />
        <Button type="submit" disabled={busy} className="mt-6">
          {t('actions.reassignNow')}
        </Button>
      </form>
      <output className="block text-sm text-success">
        {outcome && 'count' in outcome && saidOf(outcome.count)}
      </output>
      {outcome && 'failure' in outcome && (
        <p role="alert" className="text-sm text-danger">
          {t(`failed.${outcome.failure}`)}
        </p>
      )}
    </div>
  )

  function saidOf(count: number | null): string {
    return count === null ? t('actions.done') : t('actions.given', { count })
  }
}

function textOf(form: FormData, name: string): string {
  const value = form.get(name)
  return typeof value === 'string' ? value.trim() : ''
}
