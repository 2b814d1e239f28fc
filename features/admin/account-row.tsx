'use client'
import { ChevronDown } from 'lucide-react'
import { useFormatter, useTranslations } from 'next-intl'

import { AccountActions } from '#features/admin/account-actions.tsx'
import type { AdministeredAccount } from '#features/admin/administered-account'
import { quotaMark } from '#features/admin/quota-mark'
import { useMegaBytes } from '#features/admin/use-mega-bytes'
import { useReaderZone } from '#ui/use-reader-zone'

type AccountRowProps = {
  account: AdministeredAccount
  isSelf: boolean
  /** What holds for it; null for no limit. */
  quotaMb: number | null
}

/** Somebody's account in a line or two; what can be done about it is behind it. */
export function AccountRow({ account, isSelf, quotaMb }: AccountRowProps) {
  const t = useTranslations('admin.people')
  const format = useFormatter()
  const zone = useReaderZone()
  const megaBytes = useMegaBytes()
  const { name, email, isAdmin, isConfirmed, suspendedAt, createdAt, usedAt, documents, bytes } = account
  const { sessions, trashed } = account
  const date = (time: number) => format.dateTime(time, { dateStyle: 'medium', ...zone })
  const fullness = quotaMark(bytes, quotaMb)
  const marks = [
    isSelf && t('you'),
    isAdmin && t('administrator'),
    suspendedAt !== null && t('suspended'),
    !isConfirmed && t('unconfirmed'),
    fullness !== null && t(fullness),
  ].filter((mark) => mark !== false)
  return (
    <details className="group px-3 py-2">
      <summary className="relative flex cursor-pointer flex-wrap gap-x-4 pr-8">
        <span className="min-w-0 grow">
          <span className="font-semibold break-words">{name}</span>{' '}
          <span className="text-sm text-muted">{marks.join(' · ')}</span>
          <span className="block text-sm break-words text-muted">{email}</span>
        </span>
        <span className="text-sm text-muted desk:text-right">
          <span className="block">
            {t('documents', { count: documents, mb: megaBytes(bytes) })}
            {quotaMb !== null && ` ${t('quota', { mb: format.number(quotaMb) })}`}
            {trashed > 0 && ` · ${t('trashed', { count: trashed })}`}
          </span>
          <span className="block">
            {t('since', { date: date(createdAt) })}
            {' · '}
            {usedAt === null ? t('never') : t('used', { date: date(usedAt) })}
            {sessions > 0 && ` · ${t('sessions', { count: sessions })}`}
          </span>
        </span>
        <ChevronDown
          aria-hidden
          className="absolute top-1 right-0 size-4 text-muted transition-transform group-open:rotate-180"
        />
      </summary>
      <AccountActions account={account} isSelf={isSelf} />
    </details>
  )
}
