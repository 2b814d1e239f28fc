'use client'
import { useTranslations } from 'next-intl'

import { ConfirmDialog } from '#features/documents/confirm-dialog.tsx'
import type { DocumentItem } from '#features/documents/document-item'

type DeleteDialogProps = { documents: readonly DocumentItem[]; onClose: () => void; onDelete: () => void }

/** Asks before what cannot be taken back. */
export function DeleteDialog({ documents, onClose, onDelete }: DeleteDialogProps) {
  const t = useTranslations('home.delete')
  return (
    <ConfirmDialog
      open={documents.length > 0}
      title={t('title', { count: documents.length })}
      text={t('text')}
      cancel={t('cancel')}
      confirm={t('now')}
      onClose={onClose}
      onConfirm={onDelete}
    />
  )
}
