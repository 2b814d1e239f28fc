'use client'
import { useTranslations } from 'next-intl'

import type { DocumentItem } from '#features/documents/document-item'
import { Button } from '#ui/button'
import { Dialog } from '#ui/dialog'

type DeleteDialogProps = { documents: readonly DocumentItem[]; onClose: () => void; onDelete: () => void }

/** Asks before what cannot be taken back. */
export function DeleteDialog({ documents, onClose, onDelete }: DeleteDialogProps) {
  const t = useTranslations('home.delete')
  const common = useTranslations('common')
  return (
    <Dialog
      open={documents.length > 0}
      onOpenChange={(open) => !open && onClose()}
      title={t('title', { count: documents.length })}
      description={t('text')}
      closeLabel={common('close')}
      actions={
        <>
          <Button variant="quiet" onClick={onClose}>
            {t('cancel')}
          </Button>
          <Button
            variant="danger"
            onClick={() => {
              onDelete()
              onClose()
            }}
          >
            {t('now')}
          </Button>
        </>
      }
    />
  )
}
