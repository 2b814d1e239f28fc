'use client'
import { useTranslations } from 'next-intl'

import { ConfirmDialog } from '#features/documents/confirm-dialog.tsx'
import type { DocumentItem } from '#features/documents/document-item'
import { plainText } from '#features/documents/home/document-card.tsx'

type LeaveDialogProps = {
  /** Null for none. */
  document: DocumentItem | null
  onClose: () => void
  onLeave: (id: string) => void
}

/** Asks before somebody gives up what they were given. */
export function LeaveDialog({ document, onClose, onLeave }: LeaveDialogProps) {
  const t = useTranslations('home.leave')
  const documents = useTranslations('documents')
  const name = plainText(document?.title ?? null) ?? documents('untitled')
  return (
    <ConfirmDialog
      open={document !== null}
      title={t('title', { name })}
      text={t('text')}
      cancel={t('cancel')}
      confirm={t('now')}
      onClose={onClose}
      onConfirm={() => document && onLeave(document.id)}
    />
  )
}
