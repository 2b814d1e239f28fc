'use client'
import { KeyRound } from 'lucide-react'
import { useFormatter, useTranslations } from 'next-intl'

import { RoleRow } from '#features/sharing/role-row.tsx'
import type { SharedLink } from '#features/sharing/sharing-overview'
import { revokeLink, setLinkRole } from '#features/sharing/sharing-requests'
import { useReaderZone } from '#ui/use-reader-zone'

type Change = (doIt: () => Promise<void>) => Promise<void>

/** The links of a document: their role, until when, and taking them back. */
export function LinkList({
  links,
  documentId,
  change,
}: {
  links: readonly SharedLink[]
  documentId: string
  change: Change
}) {
  return (
    <ul className="mt-2 flex flex-col empty:hidden">
      {links.map((link) => (
        <li key={link.id} className="border-b border-line py-2 last:border-0">
          <LinkRow link={link} documentId={documentId} change={change} />
        </li>
      ))}
    </ul>
  )
}

function LinkRow({ link, documentId, change }: { link: SharedLink; documentId: string; change: Change }) {
  const t = useTranslations('sharing.links')
  const format = useFormatter()
  const zone = useReaderZone()
  const { id, role, hasPassword, expiresAt, hasEnded, createdAt, people } = link
  const day = (time: number) => format.dateTime(time, { dateStyle: 'medium', ...zone })
  const name = t('madeOn', { day: day(createdAt) })
  return (
    <RoleRow
      role={role}
      roleLabel={t('roleOf', { name })}
      onRole={(next) => void change(() => setLinkRole(documentId, id, next))}
      removeLabel={t('revoke', { name })}
      removal={{
        question: t('sure'),
        now: t('revokeNow'),
        onNow: () => void change(() => revokeLink(documentId, id)),
      }}
      keep={t('keep')}
    >
      <p className={`truncate ${hasEnded ? 'text-danger' : ''}`}>
        {expiresAt === null ? name : t(hasEnded ? 'ended' : 'ends', { day: day(expiresAt) })}
      </p>
      <p className="flex items-center gap-1 text-xs text-muted">
        {hasPassword && (
          <>
            <KeyRound className="size-3.5" aria-hidden />
            <span className="sr-only">{t('hasPassword')}</span>
          </>
        )}
        {t('people', { count: people })}
      </p>
    </RoleRow>
  )
}
