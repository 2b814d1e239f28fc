'use client'
import { KeyRound, Trash2 } from 'lucide-react'
import { useFormatter, useTranslations } from 'next-intl'
import { useRef, useState, type KeyboardEvent } from 'react'

import { linkRoles } from '#features/sharing/link-role'
import type { SharedLink } from '#features/sharing/sharing-overview'
import { revokeLink, setLinkRole } from '#features/sharing/sharing-requests'
import { Button } from '#ui/button'
import { IconButton } from '#ui/icon-button'
import { SelectField } from '#ui/select-field'

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
  const t = useTranslations('sharing')
  const format = useFormatter()
  const [asking, setAsking] = useState(false)
  const revoke = useRef<HTMLButtonElement>(null)
  const keep = () => {
    setAsking(false)
    revoke.current?.focus()
  }
  const keepOnEscape = (event: KeyboardEvent) => asking && event.key === 'Escape' && keep()
  const { id, role, hasPassword, expiresAt, hasEnded, createdAt, people } = link
  const day = (time: number) => format.dateTime(time, { dateStyle: 'medium' })
  const name = t('links.madeOn', { day: day(createdAt) })
  return (
    <div data-own-escape={asking || undefined}>
      <div className="flex items-center gap-2">
        <SelectField
          className="w-40 shrink-0"
          label={t('links.roleOf', { name })}
          labelHidden
          value={role}
          options={linkRoles.map((value) => ({ value, name: t(`roles.${value}`) }))}
          onValueChange={(next) => void change(() => setLinkRole(documentId, id, next))}
        />
        <div className="min-w-0 grow text-xs text-muted">
          <p className="flex items-center gap-1">
            {hasPassword && (
              <>
                <KeyRound className="size-3.5" aria-hidden />
                <span className="sr-only">{t('links.hasPassword')}</span>
              </>
            )}
            {t('links.people', { count: people })}
          </p>
          <p className={hasEnded ? 'text-danger' : ''}>
            {expiresAt === null ? name : t(hasEnded ? 'links.ended' : 'links.ends', { day: day(expiresAt) })}
          </p>
        </div>
        <IconButton
          ref={revoke}
          label={t('links.revoke', { name })}
          icon={<Trash2 />}
          aria-expanded={asking}
          onKeyDown={keepOnEscape}
          onClick={() => setAsking(!asking)}
        />
      </div>
      {asking && (
        <div className="mt-2 rounded-md bg-danger-soft p-3">
          <p>{t('links.sure')}</p>
          <div className="mt-2 flex gap-2">
            <Button
              variant="danger"
              onKeyDown={keepOnEscape}
              onClick={() => void change(() => revokeLink(documentId, id))}
            >
              {t('links.revokeNow')}
            </Button>
            <Button variant="quiet" onKeyDown={keepOnEscape} onClick={keep}>
              {t('links.keep')}
            </Button>
          </div>
        </div>
      )}
    </div>
  )
}
